#if Telemetry
import Logging
import Metrics
import Tracing
#endif
