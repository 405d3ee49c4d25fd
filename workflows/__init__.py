"""The procedures of the office: one package each, bound to its folder in `bpmn/` by its key."""

from collections.abc import Mapping

from engine.procedure import Procedure
from workflows.fast_preexamination import procedure as fast_preexamination
from workflows.patent_infringement import procedure as patent_infringement

PROCEDURES = (patent_infringement, fast_preexamination)


def procedures() -> Mapping[str, Procedure]:
    """Give every procedure by its key."""
    return {procedure.key: procedure for procedure in PROCEDURES}
