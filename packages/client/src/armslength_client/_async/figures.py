"""How work was, over all customers of an installation."""

from __future__ import annotations

from armslength_client._async.branches import AsyncBranching
from armslength_client.types_figures import FirmFigures, MyFigures


class AsyncFigures(AsyncBranching):
    """Operations on figures."""

    async def get_my_figures(self) -> MyFigures:
        """How one's own work was, over all customers: quality, speed and pay, rounded."""
        return await self.call("GET", "/me/figures", MyFigures)

    async def show_my_figures(self, shown: bool) -> MyFigures:
        """Let the owners and managers of one's firm see one's figures, or no more."""
        return await self.call("PUT", "/me/figures", MyFigures, body={"shown": shown})

    async def get_firm_figures(self) -> FirmFigures:
        """The figures of one's own firm, and of those of its people who show theirs."""
        return await self.call("GET", "/figures", FirmFigures)
