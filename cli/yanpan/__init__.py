"""研判：行政执法事前风险评估 (pre-action risk assessment for administrative law enforcement)."""

__version__ = "0.1.0"
