"""Other languages, the plainest words only: Polish, Turkish, Swedish, Russian, Ukrainian, Arabic, Hindi, and East Asian ones."""

# ruff: noqa: E501 - a pattern reads better unbroken

SPACED = (
    # Polish, Turkish, Swedish
    r"\b(?:samobojst\w*|zabic sie|zabije sie|chce umrzec|nie chce (?:juz )?zyc|odebrac sobie zycie)",
    r"\b(?:intihar\w*|kendimi oldur\w*|olmek istiyorum|yasamak istemiyorum)",
    r"\b(?:sjalvmord\w*|ta mitt liv|vill (?:inte leva|do)\b|skada mig sjalv)",
)
SCRIPTS = (
    # Russian, Ukrainian
    r"(?:самоубий\w*|суицид\w*|покончить с собои|убить себя|убью себя|хочу умереть|не хочу жить|самогубств\w*|хочу померти|не хочу жити)",
    # Arabic, Hindi, Chinese, Japanese, Korean
    r"(?:انتحار|انتحر|اقتل نفسي|اريد ان اموت|اريد الموت|لا اريد العيش)",
    r"(?:आत्महत|मरना चाहत|जीना नही|खुदकुशी|ख़ुदकुशी)",
    r"(?:自杀|自殺|想死|不想活|轻生|自残|結束生命|结束生命)",
    r"(?:死にたい|自殺|消えたい|リストカット|生きていたくない)",
    r"(?:자살|죽고 ?싶|자해|살고 ?싶지 ?않)",
)
