"""HTTP of the bench's queue."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import Dependency, Parameter

from armslength.assignment.model import GoldUse
from armslength.assignment.schemas import (
    Care,
    FlagOut,
    FlagRequest,
    GoldItem,
    GoldPeople,
    GoldPerson,
    GoldPolicy,
    GoldWithKey,
    GrantSkill,
    MyCare,
    MyScore,
    MySkills,
    NextRequest,
    NoWork,
    PutGold,
    PutGoldPolicy,
    PutMyCare,
    PutQualification,
    PutSkill,
    RequiredSkills,
    ResolveRequest,
    Skill,
    SkillHolders,
    Skills,
    SkipRequest,
    Work,
    WorkList,
)
from armslength.assignment.schemas.routing import (
    PortionPlans,
    Portions,
    PutPortions,
    PutRouting,
    Routing,
    RoutingPreview,
)
from armslength.assignment.service import AssignmentService
from armslength.identity.model import Actor
from armslength.kit.paging import Page
from armslength.kit.wire import Lease

Asking = Annotated[Actor, Dependency(skip_validation=True)]
Service = Annotated[AssignmentService, Dependency(skip_validation=True)]
_ASSIGNMENT = "/projects/{project_id:uuid}/assignments/{assignment_id:uuid}"


@get("/work", name="list_work", operation_id="list_work", opt={"permission": "signed_in"}, tags=["assignment"])
async def list_work(actor: Asking, assignment: Service) -> WorkList:
    """Active projects one works in, and whether there is something to do."""
    return WorkList(await assignment.list_work(actor))


@post(
    "/projects/{project_id:uuid}/work/next",
    name="next_assignment", operation_id="next_assignment", opt={"permission": "work.annotate", "asks_for": "work"},
    status_code=200, tags=["assignment"],
)  # fmt: skip
async def next_assignment(actor: Asking, assignment: Service, project_id: UUID, data: NextRequest) -> Work | NoWork:
    """Lease what is next for whoever asks, or say why there is nothing."""
    return await assignment.next_assignment(actor, project_id, data.have)


@get(
    _ASSIGNMENT,
    name="get_assignment", operation_id="get_assignment", opt={"permission": "work.annotate"}, tags=["assignment"],
)  # fmt: skip
async def get_assignment(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> Work:
    """One's own live lease again."""
    return await assignment.get_assignment(actor, project_id, assignment_id)


@post(
    f"{_ASSIGNMENT}/heartbeat",
    name="heartbeat", operation_id="heartbeat", opt={"permission": "work.annotate"}, status_code=200,
    tags=["assignment"],
)  # fmt: skip
async def heartbeat(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> Lease:
    """Keep a lease alive."""
    return await assignment.heartbeat(actor, project_id, assignment_id)


@post(
    f"{_ASSIGNMENT}/return",
    name="return_assignment", operation_id="return_assignment", opt={"permission": "work.annotate"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def return_assignment(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> None:
    """Give a lease back."""
    await assignment.return_assignment(actor, project_id, assignment_id)


@post(
    f"{_ASSIGNMENT}/skip",
    name="skip_assignment", operation_id="skip_assignment", opt={"permission": "work.annotate"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def skip_assignment(
    actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID, data: SkipRequest
) -> None:
    """Decline an item with a reason."""
    await assignment.skip(actor, project_id, assignment_id, data.reason, data.comment)


@post(
    f"{_ASSIGNMENT}/flag",
    name="flag_item", operation_id="flag_item", opt={"permission": "work.annotate"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def flag_item(
    actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID, data: FlagRequest
) -> None:
    """Say that something is wrong with the item or the guideline."""
    await assignment.flags.add(actor, project_id, assignment_id, data.reason, data.comment)


@post(
    f"{_ASSIGNMENT}/release",
    name="release_assignment", operation_id="release_assignment", opt={"permission": "work.release"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def release_assignment(actor: Asking, assignment: Service, project_id: UUID, assignment_id: UUID) -> None:
    """Take an assignment away from its person and put it back in the queue."""
    await assignment.release(actor, project_id, assignment_id)


@get(
    "/projects/{project_id:uuid}/flags",
    name="list_flags", operation_id="list_flags", opt={"permission": "flag.read"}, tags=["assignment"],
)  # fmt: skip
async def list_flags(
    actor: Asking,
    assignment: Service,
    project_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[FlagOut]:
    """What people said is wrong, newest first."""
    return await assignment.flags.page(actor, project_id, cursor=cursor, limit=limit)


@post(
    "/projects/{project_id:uuid}/flags/{flag_id:uuid}/resolve",
    name="resolve_flag", operation_id="resolve_flag", opt={"permission": "flag.manage"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def resolve_flag(
    actor: Asking, assignment: Service, project_id: UUID, flag_id: UUID, data: ResolveRequest
) -> None:
    """Close a flag and say what was done."""
    await assignment.flags.resolve(actor, project_id, flag_id, data.note)


_GOLD = "/projects/{project_id:uuid}/gold"
_GOLD_ITEM = "/projects/{project_id:uuid}/items/{item_id:uuid}/gold"


@get(_GOLD, name="list_gold", operation_id="list_gold", opt={"permission": "gold.read"}, tags=["assignment"])
async def list_gold(
    actor: Asking,
    assignment: Service,
    project_id: UUID,
    use: GoldUse | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=200)] = 50,
) -> Page[GoldItem]:
    """Gold items in use, newest first, and how people do on them."""
    return await assignment.gold.page(actor, project_id, use=use, cursor=cursor, limit=limit)


@get(_GOLD_ITEM, name="get_gold", operation_id="get_gold", opt={"permission": "gold.read"}, tags=["assignment"])
async def get_gold(actor: Asking, assignment: Service, project_id: UUID, item_id: UUID) -> GoldWithKey:
    """A gold item with its right answers; opening them is recorded."""
    return await assignment.gold.get(actor, project_id, item_id)


@put(_GOLD_ITEM, name="put_gold", operation_id="put_gold", opt={"permission": "gold.manage"}, tags=["assignment"])
async def put_gold(actor: Asking, assignment: Service, project_id: UUID, item_id: UUID, data: PutGold) -> GoldWithKey:
    """Make an item gold, or change what is right about it: it leaves the queue, the agreement and later releases."""
    return await assignment.gold.put(actor, project_id, item_id, data)


@delete(
    _GOLD_ITEM,
    name="retire_gold", operation_id="retire_gold", opt={"permission": "gold.manage"}, status_code=204,
    tags=["assignment"],
)  # fmt: skip
async def retire_gold(actor: Asking, assignment: Service, project_id: UUID, item_id: UUID) -> None:
    """Take a gold item out of use for good; what people answered stays counted."""
    await assignment.gold.retire(actor, project_id, item_id)


@get(
    f"{_GOLD}/policy",
    name="get_gold_policy", operation_id="get_gold_policy", opt={"permission": "gold.read"}, tags=["assignment"],
)  # fmt: skip
async def get_gold_policy(actor: Asking, assignment: Service, project_id: UUID) -> GoldPolicy:
    """How the project uses its gold."""
    return await assignment.gold.policy(actor, project_id)


@put(
    f"{_GOLD}/policy",
    name="put_gold_policy", operation_id="put_gold_policy", opt={"permission": "gold.manage"}, tags=["assignment"],
)  # fmt: skip
async def put_gold_policy(actor: Asking, assignment: Service, project_id: UUID, data: PutGoldPolicy) -> GoldPolicy:
    """Set the share of hidden gold, the gate and its mark; or begin another course."""
    return await assignment.gold.set_policy(actor, project_id, data)


@get(
    f"{_GOLD}/people",
    name="list_gold_people", operation_id="list_gold_people", opt={"permission": "gold.read"}, tags=["assignment"],
)  # fmt: skip
async def list_gold_people(actor: Asking, assignment: Service, project_id: UUID) -> GoldPeople:
    """How everybody does on hidden gold, and where they stand at the gate."""
    return await assignment.course.people(actor, project_id)


@put(
    f"{_GOLD}/people/{{person_id:uuid}}",
    name="put_qualification", operation_id="put_qualification", opt={"permission": "gold.manage"}, tags=["assignment"],
)  # fmt: skip
async def put_qualification(
    actor: Asking, assignment: Service, project_id: UUID, person_id: UUID, data: PutQualification
) -> GoldPerson:
    """Let somebody pass the gate or keep them out, whatever their score, and say why."""
    return await assignment.course.decide(actor, project_id, person_id, data)


@get(
    "/projects/{project_id:uuid}/work/score",
    name="get_my_score", operation_id="get_my_score", opt={"permission": "work.annotate"}, tags=["assignment"],
)  # fmt: skip
async def get_my_score(actor: Asking, assignment: Service, project_id: UUID) -> MyScore:
    """One's own score on gold, once there is enough of it, and whether one may work."""
    return await assignment.course.mine(actor, project_id)


_ROUTING = "/projects/{project_id:uuid}/routing"


@get(_ROUTING, name="get_routing", operation_id="get_routing", opt={"permission": "routing.read"}, tags=["assignment"])
async def get_routing(actor: Asking, assignment: Service, project_id: UUID) -> Routing:
    """Which firm is asked about how much of the project, and how it came to be."""
    return await assignment.routing.get(actor, project_id)


@post(
    f"{_ROUTING}/preview",
    name="preview_routing", operation_id="preview_routing", opt={"permission": "routing.read"}, status_code=200,
    tags=["assignment"],
)  # fmt: skip
async def preview_routing(actor: Asking, assignment: Service, project_id: UUID, data: PutRouting) -> RoutingPreview:
    """What a plan would do; nothing is changed."""
    return await assignment.routing.preview(actor, project_id, data)


@put(
    _ROUTING, name="put_routing", operation_id="put_routing", opt={"permission": "routing.manage"}, tags=["assignment"]
)
async def put_routing(actor: Asking, assignment: Service, project_id: UUID, data: PutRouting) -> Routing:
    """Put a plan in force, or take it away (no holders)."""
    return await assignment.routing.set(actor, project_id, data)


_PORTIONS = "/projects/{project_id:uuid}/portions"
_PORTION = _PORTIONS + "/{vendor_id:uuid}"


@get(_PORTIONS, name="list_portions", operation_id="list_portions", opt={"permission": "routing.read"},
     tags=["assignment"])  # fmt: skip
async def list_portions(actor: Asking, assignment: Service, project_id: UUID) -> PortionPlans:
    """Which vendors are given work in portions at fixed times, and what they were given."""
    return PortionPlans(list(await assignment.portions.list(actor, project_id)))


@put(_PORTION, name="put_portions", operation_id="put_portions", opt={"permission": "routing.manage"},
     tags=["assignment"])  # fmt: skip
async def put_portions(
    actor: Asking, assignment: Service, project_id: UUID, vendor_id: UUID, data: PutPortions
) -> Portions:
    """Give a vendor so many places at fixed times, however many wait."""
    return await assignment.portions.put(actor, project_id, vendor_id, data)


@delete(_PORTION, name="end_portions", operation_id="end_portions", opt={"permission": "routing.manage"},
        status_code=204, tags=["assignment"])  # fmt: skip
async def end_portions(actor: Asking, assignment: Service, project_id: UUID, vendor_id: UUID) -> None:
    """Give a vendor work as it comes."""
    await assignment.portions.remove(actor, project_id, vendor_id)


_CARE = "/projects/{project_id:uuid}/care"


@get(_CARE, name="get_care", operation_id="get_care", opt={"permission": "project.configure"}, tags=["assignment"])
async def get_care(actor: Asking, assignment: Service, project_id: UUID) -> Care:
    """What the project's items may do to who reads them, and how much of it a person's day may have."""
    return await assignment.care.get(actor, project_id)


@put(_CARE, name="put_care", operation_id="put_care", opt={"permission": "project.configure"}, tags=["assignment"])
async def put_care(actor: Asking, assignment: Service, project_id: UUID, data: Care) -> Care:
    """Set the content warnings and the limits of a day; what is left out is taken away."""
    return await assignment.care.put(actor, project_id, data)


@get("/me/care", name="get_my_care", operation_id="get_my_care", opt={"permission": "signed_in"}, tags=["assignment"])
async def get_my_care(actor: Asking, assignment: Service) -> MyCare:
    """What one is spared, which nobody else is told, and what one has met today."""
    return await assignment.care.mine(actor)


@put("/me/care", name="put_my_care", operation_id="put_my_care", opt={"permission": "signed_in"}, tags=["assignment"])
async def put_my_care(actor: Asking, assignment: Service, data: PutMyCare) -> MyCare:
    """Say what one is to be spared; nothing else follows from it."""
    return await assignment.care.choose(actor, data)


_SKILLS = "/skills"
_SKILL = _SKILLS + "/{skill_id:uuid}"
_HOLDER = _SKILL + "/people/{person_id:uuid}"


@get(_SKILLS, name="list_skills", operation_id="list_skills", opt={"permission": "skill.read"}, tags=["assignment"])
async def list_skills(actor: Asking, assignment: Service) -> Skills:
    """What people may be known to be able to do, by name."""
    return await assignment.skills.list_skills(actor)


@post(_SKILLS, name="create_skill", operation_id="create_skill", opt={"permission": "skill.manage"},
      tags=["assignment"])  # fmt: skip
async def create_skill(actor: Asking, assignment: Service, data: PutSkill) -> Skill:
    """Add a skill; with a course, whoever passes it has it."""
    return await assignment.skills.put(actor, None, data)


@put(_SKILL, name="put_skill", operation_id="put_skill", opt={"permission": "skill.manage"}, tags=["assignment"])
async def put_skill(actor: Asking, assignment: Service, skill_id: UUID, data: PutSkill) -> Skill:
    """Change a skill; who holds it holds it as before."""
    return await assignment.skills.put(actor, skill_id, data)


@delete(_SKILL, name="delete_skill", operation_id="delete_skill", opt={"permission": "skill.manage"}, status_code=204,
        tags=["assignment"])  # fmt: skip
async def delete_skill(actor: Asking, assignment: Service, skill_id: UUID) -> None:
    """Remove a skill that nothing asks for."""
    await assignment.skills.delete(actor, skill_id)


@get(f"{_SKILL}/people", name="list_skill_holders", operation_id="list_skill_holders",
     opt={"permission": "skill.read"}, tags=["assignment"])  # fmt: skip
async def list_skill_holders(actor: Asking, assignment: Service, skill_id: UUID) -> SkillHolders:
    """Who has or had a skill, how they came by it and until when."""
    return await assignment.skills.holders(actor, skill_id)


@put(_HOLDER, name="grant_skill", operation_id="grant_skill", opt={"permission": "skill.manage"}, tags=["assignment"])
async def grant_skill(
    actor: Asking, assignment: Service, skill_id: UUID, person_id: UUID, data: GrantSkill
) -> SkillHolders:
    """Say that somebody has a skill, from now on."""
    return await assignment.skills.grant(actor, skill_id, person_id, data)


@delete(_HOLDER, name="revoke_skill", operation_id="revoke_skill", opt={"permission": "skill.manage"}, status_code=204,
        tags=["assignment"])  # fmt: skip
async def revoke_skill(actor: Asking, assignment: Service, skill_id: UUID, person_id: UUID) -> None:
    """Take a skill away, granted or earned; what its holder has in hand may be finished."""
    await assignment.skills.revoke(actor, skill_id, person_id)


@get("/me/skills", name="get_my_skills", operation_id="get_my_skills", opt={"permission": "signed_in"},
     tags=["assignment"])  # fmt: skip
async def get_my_skills(actor: Asking, assignment: Service) -> MySkills:
    """What one is known to be able to do."""
    return await assignment.skills.mine(actor)


_REQUIRED = "/projects/{project_id:uuid}/skills"


@get(_REQUIRED, name="get_required_skills", operation_id="get_required_skills", opt={"permission": "project.configure"},
     tags=["assignment"])  # fmt: skip
async def get_required_skills(actor: Asking, assignment: Service, project_id: UUID) -> RequiredSkills:
    """What people must be able to do to be asked."""
    return await assignment.skills.required(actor, project_id)


@put(_REQUIRED, name="put_required_skills", operation_id="put_required_skills", opt={"permission": "project.configure"},
     tags=["assignment"])  # fmt: skip
async def put_required_skills(
    actor: Asking, assignment: Service, project_id: UUID, data: RequiredSkills
) -> RequiredSkills:
    """Ask for skills in the whole project and in batches, from the next item on; what is left out is not asked for."""
    return await assignment.skills.require(actor, project_id, data)


routes = [
    list_work, next_assignment, get_assignment, heartbeat, return_assignment, skip_assignment, flag_item,
    release_assignment, list_flags, resolve_flag, list_gold, get_gold, put_gold, retire_gold, get_gold_policy,
    put_gold_policy, list_gold_people, put_qualification, get_my_score, get_routing, preview_routing, put_routing,
    list_portions, put_portions, end_portions,
    get_care, put_care, get_my_care, put_my_care, list_skills, create_skill, put_skill, delete_skill,
    list_skill_holders, grant_skill, revoke_skill, get_my_skills, get_required_skills, put_required_skills,
]  # fmt: skip
