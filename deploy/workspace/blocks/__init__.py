"""Block Kit: a strict reading of what arrives, its visible text, and its interactive parts."""

from deploy.workspace.blocks.check import check_blocks, check_options, check_view

__all__ = ["check_blocks", "check_options", "check_view"]
