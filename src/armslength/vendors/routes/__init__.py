"""HTTP of vendors."""

from armslength.vendors.routes import grants, ownership

routes = [*grants.routes, *ownership.routes]
