"""Where on the skin is what: acne, pigmentation and psoriasis-like plaques as boxes in photo pixels."""

from sesaclinic.vision.detect.card import LesionCard
from sesaclinic.vision.detect.detector import LesionDetector
from sesaclinic.vision.detect.grade import AcneGrade, acne_findings, acne_grade, count_by_region

__all__ = ["AcneGrade", "LesionCard", "LesionDetector", "acne_findings", "acne_grade", "count_by_region"]
