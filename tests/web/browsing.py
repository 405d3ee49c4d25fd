"""A browser without script: it sends what the page's own form has, hidden fields included."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from tests.web.little_office import PASSWORD


class Forms(HTMLParser):
    """The forms of a page: action → name → values as the browser would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self._form: dict | None = None
        self._by_id: dict[str, dict] = {}
        self._select: str | None = None
        self._area: str | None = None
        self._template = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "template":
            self._template += 1
        if self._template:
            return
        if tag == "form":
            self._form = {"action": has.get("action", ""), "method": has.get("method", "get"), "fields": {}}
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea") and self._form is not None and has.get("name"):
            self._field(tag, has)
        elif tag == "option" and self._select and self._form is not None and "selected" in has:
            self._form["fields"][self._select] = [has.get("value", "")]

    def _field(self, tag, has):
        fields, name = self._form["fields"], has["name"]
        if tag == "textarea":
            self._area = name
            fields[name] = [""]
        elif tag == "select":
            self._select = name
            fields.setdefault(name, [""])
        elif has.get("type") in ("radio", "checkbox"):
            if "checked" in has:
                fields.setdefault(name, []).append(has.get("value", "on"))
        elif has.get("type") != "submit":
            fields.setdefault(name, []).append(has.get("value", ""))

    def handle_data(self, data):
        if self._area and self._form is not None:
            self._form["fields"][self._area][0] += data

    def handle_endtag(self, tag):
        if tag == "template":
            self._template -= 1
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


class Browser:
    """One person's browser."""

    def __init__(self, app) -> None:
        self.client = app.test_client()
        self.page = None
        self.address = "/"

    @property
    def text(self) -> str:
        return self.page.get_data(as_text=True)

    @property
    def status(self) -> int:
        return self.page.status_code

    def open(self, address: str, **more):
        self.page = self.client.get(address, follow_redirects=True, **more)
        self.address = self.page.request.path
        return self

    def form(self, action: str) -> dict:
        found = [form for form in Forms(self.text).forms if form["action"].partition("?")[0].endswith(action)]
        assert found, (action, [form["action"] for form in Forms(self.text).forms])
        return found[0]

    def submit(self, action: str, follow: bool = True, headers=None, **values):
        """Fill in the page's form with this action, and send it; a list is several values, None takes a field away."""
        form = self.form(action)
        fields = {**form["fields"]}
        for name, value in values.items():
            fields[name.replace("__", ".")] = value if isinstance(value, list) else [value]
        fields = {name: texts for name, texts in fields.items() if texts != [None]}
        self.page = self.client.post(
            urljoin(self.address, form["action"]), data=fields, follow_redirects=follow, headers=headers
        )
        self.address = self.page.request.path
        return self

    def sign_in(self, login: str, password: str = PASSWORD):
        return self.open("/sign-in").submit("/sign-in", login=login, password=password)
