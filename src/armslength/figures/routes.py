"""HTTP of figures."""

from typing import Annotated, Any

from litestar import get, put
from litestar.params import Dependency

from armslength.figures.schemas import FirmFigures, MyFigures, ShowFigures
from armslength.figures.service import FiguresService
from armslength.identity.model import Actor

Asker = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[FiguresService, Dependency(skip_validation=True)]


def _is(name: str, permission: str) -> dict[str, Any]:
    return {"name": name, "operation_id": name, "opt": {"permission": permission}, "tags": ["figures"]}


@get("/me/figures", **_is("get_my_figures", "signed_in"))
async def get_my_figures(actor: Asker, figures: Service) -> MyFigures:
    """How one's own work was, over all customers of the installation: quality, speed and pay, rounded."""
    return await figures.mine(actor)


@put("/me/figures", **_is("show_my_figures", "signed_in"))
async def show_my_figures(actor: Asker, figures: Service, data: ShowFigures) -> MyFigures:
    """Let the owners and managers of one's firm see one's figures, or no more. Ends with the seat."""
    return await figures.show(actor, shown=data.shown)


@get("/figures", **_is("get_firm_figures", "figures.firm"))
async def get_firm_figures(actor: Asker, figures: Service) -> FirmFigures:
    """The figures of one's own firm over all customers, and of those of its people who show theirs."""
    return await figures.of_firm(actor)


routes = [get_my_figures, show_my_figures, get_firm_figures]
