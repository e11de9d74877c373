"""Closed lists: what a field can choose from. Their words stand in language/*/labels.yml."""

from __future__ import annotations

from typing import Literal, get_args

MeetingPlaceType = Literal[
    "family_cafe", "open_daycare", "open_early_education", "residents_park", "family_park",
    "playground", "family_house", "family_room", "family_club", "family_centre_meeting_place",
    "evening_meeting", "other_meeting_place",
]
PeerGroupType = Literal[
    "parent_child", "baby", "mothers", "fathers", "immigrants", "parent_run", "family_training",
    "couples", "separation", "children", "teenagers", "breastfeeding", "support_group", "online",
    "camp", "peer_leaders",
]
ServiceType = Literal[
    "counselling", "discussion_support", "support_person", "support_family", "volunteer_help",
    "child_care", "chat", "phone_line", "online_service", "material_aid", "shelter",
    "violence_work", "crisis_service", "youth_space", "youth_shelter", "camp", "long_term_support",
    "intergenerational", "clinic", "family_counselling", "family_work", "home_service",
    "social_work", "social_emergency", "child_protection", "family_mediation",
    "child_supervisor", "therapy", "rehabilitation", "school_health", "early_education",
    "other_service",
]
Audience = Literal[
    "families", "expecting", "babies", "small_children", "school_age", "teenagers", "girls",
    "mothers", "fathers", "couples", "single_parents", "separated", "blended", "bicultural",
    "twins", "rainbow", "immigrants", "special_needs", "grandparents", "adoptive", "foster",
    "grieving", "young_parents", "low_income", "hospitalised", "experienced_violence",
    "uses_violence",
]
Accessibility = Literal[
    "step_free", "partly_step_free", "lift", "ramp", "automatic_door", "accessible_toilet",
    "changing_table", "pram_access", "pram_parking", "induction_loop", "sign_language",
    "quiet_space", "parking", "accessible_parking", "public_transport", "guide_dog",
]
Openness = Literal["open", "targeted", "closed"]
SupportLevel = Literal["universal", "early", "intensive"]
SUPPORT_LEVELS: tuple[SupportLevel, ...] = get_args(SupportLevel)
"""From the lightest to the strongest."""
Status = Literal["active", "paused", "planned", "closed", "do_not_list"]
OrganisationType = Literal["municipality", "county", "ngo", "parish", "foundation", "state"]
Theme = Literal[
    "family_forms", "special_support", "culture", "sport", "mental_health", "multiculturalism",
    "long_term_illness", "substance_use", "disability", "leisure",
]
NetworkLevel = Literal["municipality", "area", "county", "national"]
ContactPart = Literal["coordinator", "ngos"]
ExceptionRule = Literal["public_holidays", "eves", "school_holidays"]
MonthWeek = Literal["first", "second", "third", "fourth", "fifth", "last"]
