"""policyc for Python: failover that a checked policy decides, inside your process."""

from ._policy import Destination
from ._request import Answer, Attempt, Request, Secret, TimeLimits
from ._threaded import Cancellation
from .engine import Engine, Note
from .errors import AttemptFailed, GivenUp, PolicyError, RequestFailed, UnknownName
from .handlers import CacheLookup, FallbackCall, Handlers, Inquiry, Notice, Verdict
from .route import Route

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Attempt",
    "AttemptFailed",
    "CacheLookup",
    "Cancellation",
    "Destination",
    "Engine",
    "FallbackCall",
    "GivenUp",
    "Handlers",
    "Inquiry",
    "Note",
    "Notice",
    "PolicyError",
    "Request",
    "RequestFailed",
    "Route",
    "Secret",
    "TimeLimits",
    "UnknownName",
    "Verdict",
    "__version__",
]
