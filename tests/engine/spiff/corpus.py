"""Hostile, malformed and silently wrong files, built from templates: a name, the content, the rule that must speak."""

import corpus_files
import corpus_office
import corpus_rules
import corpus_structure

GROUPS = (*corpus_files.GROUPS, *corpus_rules.GROUPS, *corpus_office.GROUPS, *corpus_structure.GROUPS)
CASES = tuple(case for group in GROUPS for case in group())
