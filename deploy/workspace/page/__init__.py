"""The page: the workspace as people see it, served by NiceGUI beside the protocol."""

from deploy.workspace.page.stage import page_app

__all__ = ["page_app"]
