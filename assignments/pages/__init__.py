"""What the pages of an agency's departments and people need, gathered once."""

from assignments.pages.organisation import (
    DepartmentPage,
    DepartmentsPage,
    MembershipPage,
    PeoplePage,
    department_page,
    departments_page,
    membership_page,
    organisation_trail,
    people_page,
)

__all__ = [
    "DepartmentPage",
    "DepartmentsPage",
    "MembershipPage",
    "PeoplePage",
    "department_page",
    "departments_page",
    "membership_page",
    "organisation_trail",
    "people_page",
]
