"""Evaluation: a question set in, a report that a person can trust out."""

from qa.evaluation.bootstrap import Estimate
from qa.evaluation.compare import Comparison, compare
from qa.evaluation.loading import load_questions
from qa.evaluation.questions import Excerpt, Question, QuestionSet, QuestionSetError
from qa.evaluation.report import Record, Report, ReportError
from qa.evaluation.run import evaluate

__all__ = [
    "Comparison",
    "Estimate",
    "Excerpt",
    "Question",
    "QuestionSet",
    "QuestionSetError",
    "Record",
    "Report",
    "ReportError",
    "compare",
    "evaluate",
    "load_questions",
]
