"""A few records with known figures; no Qt."""

from datetime import date

from desktop.store import Log

TODAY = date(2025, 11, 21)

CHECKS = (
    ("甲化工厂", "2025-01-10"), ("甲化工厂", "2025-03-05"), ("乙烟花店", "2025-03-20"), ("乙烟花店", "2025-11-20"),
    ("甲化工厂", "2025-12-24"), ("甲化工厂", "2024-02-01"), ("乙烟花店", "2024-12-30"),
)  # fmt: skip


def fill(log: Log) -> dict[str, list[str]]:
    """Two enterprises, seven dated checks and one undated, one case that must be decided today."""
    ledger = log.catalogue.ledgers
    for name in ("甲化工厂", "乙烟花店"):
        log.add(ledger["enterprise"], {"name": name, "industry": "危险化学品"})
    checks = [
        log.add(
            ledger["enforcement_check"],
            {"check_no": f"检查〔{day[:4]}〕{number}号", "checked_on": day, "enterprise": name, "kind": "计划检查"},
        )
        for number, (name, day) in enumerate(CHECKS, 1)
    ]
    typed = {"check_no": "检查〔2025〕9号", "enterprise": "甲化工厂", "kind": "计划检查"}
    undated = log.add(ledger["enforcement_check"], typed)
    return {"checks": checks, "undated": [undated]}
