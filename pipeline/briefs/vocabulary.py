"""The words by which a sentence asks for something, for what no project offers, and for nothing."""

import re

from pipeline.briefs.words import word_set
from pipeline.contracts.capabilities import Capability as Can


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_PERIOD = r"(?:hour|day|week|month|quarter|year)"
ASKED: tuple[tuple[Can, re.Pattern[str]], ...] = (
    (Can.RATE_LIMIT, _words(r"rate[- ]limit\w*|limit(?:ed|s)? (?:the )?(?:number of )?requests|throttl\w+")),
    (Can.API_KEY, _words(r"api[- ]keys?|access tokens?")),
    (Can.SEARCH, _words(r"full[- ]text(?: search\w*)?")),
    (Can.POSTGRES, _words(r"postgres(?:ql)?(?: database)?")),
    (
        Can.PARTITION,
        _words(
            rf"(?:(?:save|store|keep|write)\w* (?:(?:it|them|everything|the rows|the result) )?)?(?:as|in|to|into) "
            rf"(?:partitioned )?parquet(?: files?)?(?: by (?:{_PERIOD}|date))?|"
            r"(?:parquet )?partition\w*|parquet files?|write parquet"
        ),
    ),
    (Can.SPARK, _words(r"(?:apache )?(?:py)?spark")),
    (
        Can.SCHEDULE,
        _words(
            r"(?:every (?:night|day|morning|week|month)|nightly|daily|weekly|monthly) at "
            r"(?:[01]?\d|2[0-3]):[0-5]\d(?! ?[ap]\.?m)|"
            rf"schedul\w+|cron(?:jobs?)?|nightly|every (?:night|{_PERIOD}|morning)"
        ),
    ),
    (Can.LINEAGE, _words(r"(?:data )?lineage(?: reports?)?")),
    (
        Can.INCREMENTAL,
        _words(r"incremental\w*|idempotent\w*|(?:load\w* )?only (?:the )?(?:new|changed) (?:rows|records|data|files)"),
    ),
    (Can.VALIDATE, _words(r"validat\w+|quarantin\w+|(?:bad|broken|invalid|faulty) (?:rows|records|lines|data)")),
    (
        Can.CLEAN,
        _words(
            r"(?<!(?:is|be) )(?<!are )clean(?:s|ed|ing|up|sing|se)?(?: up)?|"
            r"etl(?: jobs?| pipelines?)?|data pipelines?|de-?duplicat\w+|"
            r"normali[sz]\w+|standardi[sz]\w+|"
            r"(?:remov\w+|drop\w*|delet\w+|without) (?:(?:the|all|any) )?(?:duplicates?|duplicated? rows|repeated rows)"
        ),
    ),
    (Can.GATEWAY, _words(r"(?:api )?gateways?|micro-?services?")),
    (
        Can.QUEUE,
        _words(
            r"(?:job |task |message )?queues?|in the background|background (?:jobs?|work|tasks?|workers?)|"
            r"workers? process\w*|asynchronous\w*|redis"
        ),
    ),
    (Can.DRIFT, _words(r"(?:data )?drift\w*")),
    (
        Can.EVALUATE,
        _words(
            r"evaluat\w+|accuracy|cross[- ]validat\w+|model cards?|how (?:good|accurate) (?:it|"
            r"the model) is"
        ),
    ),
    (
        Can.TRAIN,
        _words(
            r"train(?:s|ed|ing)?(?: an?| the)?(?: model)?|machine[- ]learning|\bml\b|(?:learns?|"
            r"learning) (?:a model )?(?:from|to)|"
            r"(?:a )?models?(?= (?:that|which|to))"
        ),
    ),
    (
        Can.PREDICT,
        _words(
            r"predict\w*|classif(?:y|ies|ier|ication)|regression|estimate(?=s? (?:the|how|what|"
            r"an?)\b)|forecast(?= the)"
        ),
    ),
    (
        Can.PERIODS,
        _words(
            rf"(?:by|per|each|every|for each) {_PERIOD}s?|over time|daily|weekly|monthly|quarterly|"
            rf"yearly|annual(?:ly)?|"
            r"trends?|time series"
        ),
    ),
    (Can.DASHBOARD, _words(r"dash-?boards?|(?:bar |line |pie )?charts?|plots?|graphs?|diagrams?|visuali[sz]\w+")),
    (
        Can.EXPORT,
        _words(
            r"(?:export|download)(?:s|ed|ing|able)?(?: (?:it|them|everything|the data|data|records?))?"
            r"(?:(?: in| as| to| into)?(?:,? (?:and |or )?(?:an? )?(?:csv|json|parquet)(?: files?|"
            r" format)?)+)?|"
            r"as (?:a )?csv"
        ),
    ),
    (
        Can.AGGREGATE,
        _words(
            r"aggregat\w*|group(?:s|ed|ing)?(?: by)?|sums?|sum up|totals?|averages?|means?|counts?|"
            r"how (?:many|much)|"
            r"the number of|statistics|summar(?:y|ies|i[sz]e\w*)|min(?:imum)?|max(?:imum)?|per"
        ),
    ),
    (Can.SORT, _words(r"sort\w*|rank\w*|order(?:ed)? by|most \w+ first|newest first|latest first|alphabetical\w*")),
    (Can.FILTER, _words(r"filter\w*|find\w*|look\w* (?:up|for)|search\w*(?: for)?|quer(?:y|ies)")),
    (Can.LIST, _words(r"lists?|listing|browse?\w*|overviews?|paging|paginat\w+|go through")),
    (
        Can.SIGN_IN,
        _words(
            r"sign(?:s|ed|ing)?[ -]?(?:in|on|up(?! for| to))|log(?:s|ged|ging)?[ -]?(?:in|on)|logins?|authenticat\w+|"
            r"(?:user |own |an )?accounts?"
        ),
    ),
    (Can.ROLES, _words(r"roles?|permissions?|authori[sz]\w*|access rights?")),
    (
        Can.PAGES,
        _words(
            r"web ?(?:pages?|sites?|apps?|forms?|interface)|websites?|html|in (?:the|a) browser|"
            r"user interface|forms?|pages?|"
            r"screens?|ui|flask"
        ),
    ),
    (Can.HEALTH, _words(r"health(?: checks?)?|readiness(?: checks?)?|liveness")),
    (Can.METRICS, _words(r"prometheus(?: metrics)?|metrics endpoint|metrics")),
    (Can.LOGS, _words(r"(?:structured |json )?(?:logs|logging)")),
    (
        Can.SCHEMA,
        _words(
            r"(?:data |json )?schemas?|open ?api|swagger|data dictionary|(?:describ\w+|"
            r"documentation of) (?:the |all )?(?:fields|columns)"
        ),
    ),
    (Can.API, _words(r"(?:rest(?:ful)? |http |json |web )?apis?|endpoints?|fast ?api")),
    (Can.DELETE, _words(r"delet\w+|remov\w+|eras\w+")),
    (Can.UPDATE, _words(r"chang\w+|correct\w*|edit\w*|updat\w+|modif\w+|amend\w*|renam\w+")),
    (
        Can.CREATE,
        _words(
            r"creat\w+|add(?:s|ed|ing)?|enter(?:s|ed|ing)?|register(?:s|ed|ing)?|record(?:s|ed|"
            r"ing)?(?= )|insert\w*|"
            r"manag\w+|maintain\w*|administ\w+|submit\w*|stor(?:e|es|ing)|sav(?:e|es|ing)|crud"
        ),
    ),
    (
        Can.READ,
        _words(
            r"views?|viewing|see|sees|read(?:s|ing)?|show(?:s|n|ing)?|display\w*|look(?:s|ing)? at|"
            r"serv(?:e|es|ing)|access|load(?:s|ed|ing)?|ingest(?:s|ed|ing)?"
        ),
    ),
)
"""Capabilities by the words that ask for them; words that an earlier entry took are gone for those behind it."""

VAGUE = frozenset(
    (
        Can.AGGREGATE,
        Can.LIST,
        Can.PERIODS,
        Can.TRAIN,
        Can.LOGS,
        Can.METRICS,
        Can.PAGES,
        Can.VALIDATE,
        Can.CLEAN,
        Can.EVALUATE,
        Can.PREDICT,
        Can.QUEUE,
        Can.ROLES,
    )
)
"""Their words may as well be part of a definition."""

MANAGED = _words(r"manag\w+|maintain\w*|administ\w+|crud")
"""To manage is to add, to change and to remove."""

MESSAGES = "e-mails and other messages"
BEYOND: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        MESSAGES,
        _words(
            r"(?:e-?mails?|texts?|messages?|alerts?|notifications?|reminders?|sms|newsletters?) (?:is|are|get|gets|to|"
            r"when|after|if|before|"
            r"on|about|should|every|for|with)|(?:an? |the |by |via |per |through )e-?mails?|notif\w+|remind\w*|"
            r"alert\w*|send\w*|sent|sms|"
            r"newsletters?|whatsapp|push messages?|slack|telegram|chat\w*"
        ),
    ),
    (
        "payments",
        _words(
            r"pay(?:s|ing)?(?: by| with| for| online| via)|checkout|credit cards?|payments? (?:by|"
            r"with|via|are|is)|online payments?|"
            r"(?:accept|take|process|handle|support)\w* (?:\w+ )?payments?|paypal|stripe|refunds?|"
            r"invoic(?:e|ing) (?:the|customers)|"
            r"shopping (?:cart|basket)"
        ),
    ),
    (
        "PDF and printed documents",
        _words(
            r"pdfs?|print\w*|word documents?|barcodes? scan\w*|qr[- ]?codes?|"
            r"labels? print\w*|(?<!cover )letters?"
        ),
    ),
    ("Excel files", _words(r"excel|xlsx|spreadsheets?")),
    (
        "files, images and uploads",
        _words(
            r"upload\w*|attach\w*|images?|photos?|pictures?|videos?|files?|import\w*|"
            r"scan(?:s|ned|ning)?|gallery"
        ),
    ),
    ("recommendations", _words(r"recommend\w*|suggest\w*")),
    (
        "live updates",
        _words(
            r"real[ -]time|live (?:updates?|data|views?|feeds?|scores?|tracking|dashboards?)|"
            r"(?:updat\w+|refresh\w*) live|"
            r"websockets?|instant\w*"
        ),
    ),
    ("translations", _words(r"translat\w+|multi-?lingual|languages|in (?:german|french|spanish|english|italian)")),
    (
        "GraphQL, MySQL, Kafka or other engines",
        _words(
            r"graphql|mysql|mongo\w*|kafka|rabbitmq|elasticsearch|"
            r"oracle|firebase|graph database"
        ),
    ),
    ("mobile apps", _words(r"mobile|android|ios|iphone|phones? app|native app|offline")),
    ("maps", _words(r"maps?|geocod\w+|gps|routes? plann\w+|nearest|nearby|distance between")),
    ("calendars", _words(r"calendars?|ical|google|outlook")),
    (
        "other services",
        _words(
            r"integrat\w+|sync\w*|connect to|third[- ]party|facebook|linkedin|instagram|twitter|"
            r"oauth|sso|ldap|zapier|webhooks?"
        ),
    ),
    ("a history of changes", _words(r"audit\w*|history|undo|versions? (?:of|history)|who changed")),
    ("work that starts by itself", _words(r"automatic\w*|auto-?\w+|triggers?|whenever")),
    (
        "calculated values",
        _words(
            r"calculat\w*|comput\w+|derive\w*|ratios?|percent(?:age)? of|share of|growth|"
            r"medians?|correlat\w*|moving|"
            r"compar\w*"
        ),
    ),
    (
        "what depends on today or on other records",
        _words(
            r"overlap\w*|double[- ]book\w*|conflict\w*|availab(?:le|ility) (?:at|on|for|"
            r"between)|waiting lists?|"
            r"overdue|too late|runs? out|run low|low stock"
        ),
    ),
    (
        "leaving out some of the rows",
        _words(
            r"only (?:show|keep|use|include|take|serve|(?:the )?(?:rows|records|data)|those|with|where|from)|(?:show|"
            r"keep|use|include) only|"
            r"(?:leave|filter|throw) out|(?:rows|records) (?:with|where|from|before|after)|without (?:the )?(?:rows|"
            r"records)"
        ),
    ),
    (
        "that people see or change only what is their own",
        _words(r"(?:only |just )?(?:their|his|her|its|my|your) own|own (?:records|data|entries)"),
    ),
    ("text from a language model", _words(r"chat ?bot|gpt|ai|llm|natural language|sentiment\w*")),
)
"""What no type of project offers, and the words that ask for it."""

FILLER = word_set(
    "a an the this that these those each every all any some both such same other another one ones i we you he she "
    "it they me us him her them my our your his its their who whose whom which be is are was were been being am do "
    "does did have has had having can could may might will would shall should must able allow allows allowed let "
    "lets enable enables help helps support supports provide provides offer offers give gives get gets make makes "
    "build want wants need needs like please also too then just simply easily quickly directly well and or as of "
    "for to in on at by with from into about across through via within using use uses used there here where app "
    "application applications system tool software site service program platform database product data dataset "
    "record records row rows column columns entry entries item items information info detail details thing things "
    "field fields value values table tables file content everything everybody everyone anyone people person users "
    "user staff team new existing possible different various plus etc full complete single basic simple main whole "
    "i'd we'd i'll we'll i'm we're it's that's there's want'd clear easy nice clean-looking page based web what "
    "directory catalogue catalog register collection inventory archive needed necessary feature features "
    "functionality function something option options way ways ability access"
)
"""Words that add nothing to what a sentence asks for."""

STRUCTURE = word_set(
    "square cubic range "
    "collect collects keep keeps store stores track tracks record records manage manages log logs note "
    "notes hold holds contain contains include includes consist consists comprise belong belongs refer refers "
    "reference references link links linked connect connects related assigned several many multiple more most less "
    "least than zero number count list lists set kind kinds type types entity entities where when whether if while "
    "not no yes true false either neither between up maximum minimum only exactly always never required unique "
    "mandatory optional optionally positive negative characters long short text integer decimal boolean float "
    "string date time datetime day moment timestamp money whole unit units part parts state status called named "
    "happen happens describe describes defined described know write down took take takes give given gives first "
    "last additionally furthermore finally usually typically normally currently per during after before since until "
    "at once again can't cannot mustn't don't isn't aren't they're he's she's who's what's certain in addition too "
    "identified described stored registered entered listed noted recorded kept saved collected known got "
    "weigh weighs lasts bool int euro eur usd gbp seconds kilos "
    "characterised characterized captured specified further taken comes giving stating specifying leave leaves "
    "handle kw w v "
    "g c f y n hectares acres knots hz year scale each_of out like "
    "quite but besides miles acres kilograms kilogram grammes tonne hectare mph yards seconds pixels fahrenheit "
    "minutes hours days weeks months years euros dollars pounds kg km cm m metres meters "
    "kilometres kilometers litres liters grams m2 m² ml millilitres milliliters mm km/h mph celsius inches feet ft "
    "lbs tons tonnes % °c people stars points percent old reach reaches exceed below above under over lies"
)
"""Words that may stand around the names in a sentence that defines something."""
