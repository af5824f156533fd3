"""The words of a header that announce personal data, in the languages of many files, and frequent first names."""


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.replace("\n", "|").split("|") if phrase.strip())


NAME_HEADERS = _phrases(
    """
    first name|firstname|given name|forename|last name|lastname|surname|family name|full name|fullname|middle name
    maiden name|person name|customer name|client name|employee name|patient name|contact name|passenger name
    user full name|student name|teacher name|member name|guest name|owner name|holder name|cardholder name
    card holder|applicant name|recipient name|beneficiary name|emergency contact|fname|lname|name first|name last
    vorname|vornamen|nachname|familienname|zuname|geburtsname|vor und nachname|kundenname|ansprechpartner|prenom
    prenoms|nom de famille|nom complet|nom et prenom|nom prenom|apellido|apellidos|primer apellido|segundo apellido
    nombre completo|nombres|nombre y apellidos|nombre y apellido|cognome|nome e cognome|nome cognome|nome completo
    sobrenome|apelido|voornaam|achternaam|tussenvoegsel|fornamn|efternamn|fornavn|etternavn|efternavn|etunimi
    sukunimi|imie|nazwisko|imie i nazwisko|jmeno|prijmeni|priezvisko|keresztnev|vezeteknev|prenume|ad soyad|soyad
    soyadi|имя|фамилия|отчество|фио|імя|прізвище|姓名|名前|氏名|名字|姓|名|이름|성명|الاسم
    """
)
PLAIN_NAME_HEADERS = _phrases(
    "name|names|nom|nome|nombre|naam|namn|navn|nazwa|contact|passenger|customer|employee|patient"
)
"""A thing may be called by these as well as a person: the values decide."""

ADDRESS_HEADERS = _phrases(
    """
    address|addr|street|street address|home address|postal address|mailing address|billing address|shipping address
    delivery address|residential address|address line 1|address line 2|address 1|address 2|address1|address2
    house number|adresse|anschrift|strasse|straße|wohnort und strasse|strasse und hausnummer|str|hausnummer|rue
    adresse postale|direccion|domicilio|calle|indirizzo|via|endereco|morada|rua|adres|straat|adress|gata|gatuadress
    osoite|ulica|adresa|адрес|улица|住所|地址|주소
    """
)
BIRTH_HEADERS = _phrases(
    """
    date of birth|dob|birth date|birthdate|birthday|birth day|d o b|geburtsdatum|geburtstag|geb datum|geb
    date de naissance|naissance|fecha de nacimiento|fecha nacimiento|nacimiento|data di nascita|nascita
    data de nascimento|nascimento|geboortedatum|fodelsedatum|fodselsdato|syntymaaika|data urodzenia|datum narozeni
    dogum tarihi|дата рождения|生年月日|出生日期|생년월일
    """
)
PASSPORT_HEADERS = _phrases(
    """
    passport|passport no|passport number|passport id|passport nr|reisepass|reisepassnummer|passnummer|passeport
    numero de passeport|pasaporte|numero de pasaporte|passaporto|passaporte|paspoort|paspoortnummer|paszport|паспорт
    護照|护照|パスポート
    """
)
TAX_HEADERS = _phrases(
    """
    tax id|tax number|tax no|taxpayer id|tax identification number|tax file number|itin|steuer id|steuernummer
    steueridentifikationsnummer|steuer nr|numero fiscal|codice fiscale|nif|nie|cpf|rfc|инн
    """
)
NATIONAL_ID_HEADERS = _phrases(
    """
    ssn|social security|social security number|social security no|national id|national id number|national insurance
    national insurance number|nino|nhs number|personal id number|identity card|identity card number|id card
    id card number|driver license|drivers license|driver licence|driving licence|driver license number
    drivers license number|sozialversicherungsnummer|ausweisnummer|personalausweis|personalausweisnummer
    numero de securite sociale|dni|curp|bsn|burgerservicenummer|pesel|personnummer|fodselsnummer|henkilotunnus
    cedula|aadhaar|aadhaar number|снилс|身份证|身份证号|マイナンバー|주민등록번호
    """
)
PHONE_HEADERS = _phrases(
    """
    phone|phone number|phone no|telephone|telephone number|tel|tel no|mobile|mobile phone|mobile number|cell
    cell phone|cellphone|fax|fax number|home phone|work phone|contact number|phone1|phone2|phone 1|phone 2|whatsapp
    telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|rufnummer|telephone portable|portable
    numero de telephone|telefono|movil|celular|numero de telefono|cellulare|telefone|telemovel|telefoon
    telefoonnummer|msisdn|phone nr
    tel nr|telefonnr|handynr|mobile no|gsm|cell no|telefono movil
    puhelin|telefonu|телефон|電話|電話番号|电话|手机|전화번호
    """
)
CONTACT_HEADERS = _phrases(
    """
    contact|contacts|contact info|contact details|contact person|kontakt|kontakte|kontaktdaten|contacto|contatto
    contato|coordonnees|numero|number|nummer|nr|no|num|call|call back|callback|ruf|durchwahl|reachable at
    """
)
"""A number below these may be that of a phone, if it is written as one."""

IP_HEADERS = _phrases("ip|ip address|ipaddress|ip addr|ipv4|ipv6|client ip|remote ip|source ip|src ip|dst ip|host ip")
NEVER_IP_HEADERS = ("version", "release", "build", "firmware", "section", "clause", "oid")

TITLES = frozenset(
    "mr mrs ms miss mx dr prof sir herr frau mme mlle monsieur madame señor señora sr sra don sig".split()  # noqa: SIM905
)
FIRST_NAMES = frozenset(
    """
    aaron abdul adam adrian ahmed aisha alan albert alejandro alex alexander alexandra ali alice alicia amanda
    amelia amy ana andrea andreas andrew angela anita anna anne anthony antonio aria arthur ashley astrid barbara
    beatriz ben benjamin bernd brandon brian bruno camille carla carlos carmen caroline catherine charles charlotte
    chloe chris christian christina christine christopher claire clara claudia craig cynthia daniel daniela david
    deborah denise dennis diana diego dmitri dominik donald donna dorothy edward elena elisabeth elizabeth ella
    emily emma eric erik ethan eva fatima felix fernando fiona florian francesca francesco frank franz gabriel gary
    george giovanni giulia grace greta hannah hans harold harry heather heidi heinz helen helena henry hiroshi hugo
    ian ida igor ines ingrid irene isabel isabella ivan jack jacob jakob james jamie jan jane janet jason javier
    jean jeffrey jennifer jessica jin joan johan johanna john jonas jonathan jorge jose josef joseph joshua juan
    judith julia julian julie jürgen karen karin karl kate katharina katherine kathleen keith kelly kenneth kevin
    klaus kyle lars laura lauren lea lena leo leon liam linda lisa louis louise luca lucas lucia lucy luis luisa
    lukas maja manuel marc marco margaret maria marie mario mark markus marta martha martin mary mateo matteo
    matthew max maya megan mehmet melissa mia michael michelle miguel mohamed mohammad mohammed monika muhammad
    nancy natalia natalie nathan nicholas nicole nina noah nora olga oliver olivia oscar otto pablo pamela patricia
    patrick paul paula pedro peter petra philip philipp pierre priya rachel rafael rahul raj ralf raymond rebecca
    renate richard robert roberto roger ronald rosa russell ruth ryan sabine samantha samuel sandra sara sarah scott
    sean sebastian sharon silvia simon sofia sophia sophie stefan stephanie stephen steven susan susanne sven
    svetlana tanja teresa thomas timothy tina tobias tom ursula uwe valentina vanessa victor victoria viktor vincent
    virginia walter wei werner william wolfgang xavier yasmin yuki yusuf zoe zoë
    """.split()  # noqa: SIM905
)
DELICATE_WORDS = _phrases(
    """
    diagnosis|diagnoses|diag|icd|icd9|icd10|disease|diseases|illness|medication|medications|allergy|allergies|symptom
    symptoms|hiv|disability|religion|ethnicity|race|sexuality|orientation|union|conviction|diagnose|krankheit|konfession
    """
)
"""Words of headers that speak of health, faith, origin or crime."""
