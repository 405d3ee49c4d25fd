"""config.yaml as a file: read strictly, so that nothing in it is silently lost."""

from pathlib import Path
from typing import Any

import yaml

from engine.text import Text

MAX_BYTES = 256 * 1024


class SettingsRefused(ValueError):
    """config.yaml cannot be used; `problems` says where and what was expected."""

    def __init__(self, file: Path, problems: list[Text]) -> None:
        super().__init__("; ".join(problem.en for problem in problems))
        self.file, self.problems = file, problems


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key written twice, and aliases, which a settings file does not need."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the base class's signature
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is written twice", node.start_mark
                )
        return super().construct_mapping(node, deep=deep)


def read_mapping(file: Path) -> dict[str, Any]:
    """Give the file's top-level mapping, or raise `SettingsRefused`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SettingsRefused(
            file, [Text(f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}")]
        ) from error
    if len(content) > MAX_BYTES:
        raise SettingsRefused(file, [Text("文件过大，上限 256 KB", "the file is larger than 256 KB")])
    try:
        found = yaml.load(content.decode(), Loader=_StrictLoader)  # noqa: S506 - a subclass of the safe loader
    except UnicodeDecodeError as error:
        raise SettingsRefused(
            file, [Text("不是 UTF-8 编码，请另存为 UTF-8", "is not UTF-8; save it as UTF-8")]
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        detail = " ".join(str(error).split())[:300]
        raise SettingsRefused(
            file, [Text(f"不是正确的 YAML：{detail}", f"is not correct YAML: {detail}")]
        ) from error
    if found is None:
        return {}
    if not isinstance(found, dict) or "root" in found:
        raise SettingsRefused(file, [Text("顶层应为“键: 值”", "expects `key: value` at the top level")])
    return found
