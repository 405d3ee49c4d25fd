"""Sentences for what is refused of absences, instructions and documents."""

from collections.abc import Mapping

from engine import errors
from engine.errors import EngineError
from engine.text import Text
from web import words
from web.answers import Answer


def _absence(error: errors.AbsenceRefused) -> Text:
    rule = words.rule(error.rule)
    return Text(f"这项休假登记不能保存：{rule.zh}。", f"This absence cannot be recorded: {rule.en}.")


def _instruction(error: errors.InstructionRefused) -> Text:
    rule = words.rule(f"instruction-{error.rule}")
    return Text(f"这项督办不能这样办理：{rule.zh}。", f"This instruction cannot be handled so: {rule.en}.")


def _document(error: errors.DocumentRefused) -> Text:
    rule = words.rule(error.rule)
    limit = f"（{error.limit}）" if error.limit else ""
    return Text(
        f"不能接收这份文件：{rule.zh}{limit}。",
        f"The document is not accepted: {rule.en} {error.limit}".rstrip() + ".",
    )


DESK_ANSWERS: Mapping[type[EngineError], Answer] = {
    errors.AbsenceRefused: Answer(422, _absence),
    errors.InstructionRefused: Answer(422, _instruction),
    errors.DocumentRefused: Answer(422, _document),
}
