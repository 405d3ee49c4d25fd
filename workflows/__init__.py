"""The procedures of the office: one package each, bound to its folder in `bpmn/` by its key."""

from collections.abc import Mapping

from engine.procedure import Procedure
from workflows.complaint_intake import procedure as complaint_intake
from workflows.fast_preexamination import procedure as fast_preexamination
from workflows.patent_infringement import procedure as patent_infringement
from workflows.patent_passing_off import procedure as patent_passing_off

PROCEDURES = (complaint_intake, patent_infringement, patent_passing_off, fast_preexamination)


def procedures() -> Mapping[str, Procedure]:
    """Give every procedure by its key."""
    return {procedure.key: procedure for procedure in PROCEDURES}
