"""`simple` and `mid25` as flows of django-viewflow; only to be imported where Django is configured."""

from typing import Any

from django.contrib.auth.models import User
from django.views.generic import View
from viewflow import this
from viewflow.workflow import act, flow, lock
from viewflow.workflow.models import Process

_people: list[User] = []


def employ() -> None:
    """Make the person to whom every task is given."""
    _people.append(User.objects.create(username="handler"))


def _person(_activation: Any) -> User:
    return _people[0]


def _user(following: Any) -> Any:
    return flow.View(View.as_view()).Assign(_person).Next(following)


def _sets(name: str, following: Any) -> Any:
    def script(activation: Any) -> None:
        activation.process.data[name] = True
        activation.process.save(update_fields=["data"])

    return flow.Function(script).Next(following)


class Simple(flow.Flow):
    process_class = Process
    lock_impl = lock.select_for_update_lock

    begin = flow.StartHandle().Next(this.first)
    first = _user(this.second)
    second = _user(this.done)
    done = flow.End()


class Mid25(flow.Flow):
    process_class = Process
    lock_impl = lock.select_for_update_lock

    begin = flow.StartHandle().Next(this.register)
    register = _user(this.s1)
    s1 = _sets("total", this.g1)
    g1 = flow.If(act.process.data).Then(this.s2).Else(this.s3)
    s2 = _sets("level", this.fork)
    s3 = _sets("level", this.fork)
    fork = flow.Split().Next(this.search).Next(this.inspect)
    search = _user(this.s4)
    s4 = _sets("found", this.join)
    inspect = _user(this.s5)
    s5 = _sets("seen", this.join)
    join = flow.Join().Next(this.s6)
    s6 = _sets("ready", this.assess)
    assess = _sets("assessed", this.decide)
    decide = _user(this.g2)
    g2 = flow.If(act.process.data).Then(this.s7).Else(this.s8)
    s7 = _sets("outcome", this.s9)
    s8 = _sets("outcome", this.s9)
    s9 = _sets("prepared", this.serve)
    serve = _user(this.s10)
    s10 = _sets("served", this.s11)
    s11 = _sets("closed", this.done)
    done = flow.End()
