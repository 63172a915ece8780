"""The headings that organisations write above their columns, in three languages, best first.

Compared without capitals, accents and signs (`accounts.places.names.plain`). `name` is what only the other columns explain:
the whole name when it stands alone, the family name beside a first name.
"""

from accounts.places.names import plain

_NL = {
    "name_to_use": "roepnaam, aanspreeknaam, voornaam, voornamen, vnaam",
    "family_name": "familienaam, achternaam, fam naam, geslachtsnaam",
    "full_name": "voornaam en naam, voornaam naam, volledige naam, voornaam en familienaam, voor en achternaam,"
    " voornaam achternaam, naam vrijwilliger, naam deelnemer",
    "family_first": "naam en voornaam, naam voornaam, familienaam en voornaam, familienaam voornaam,"
    " achternaam voornaam, achternaam en voornaam",
    "name": "naam",
    "side": "rol, hoedanigheid, type, vrijwilliger of zoeker, vrijwilliger of deelnemer",
    "postcode": "postcode, postnummer, postnr, pc, zip",
    "municipality": "gemeente, woonplaats, stad, plaats, locatie, deelgemeente, postcode en gemeente,"
    " postcode gemeente, postcode en woonplaats, gemeente of postcode, postcode of gemeente",
    "street": "adres, straat, straatnaam, straat en nummer, straat nr, straat en nr, straat huisnummer, straat en huisnummer",
    "house_number": "huisnummer, huisnr",
    "email": "e mail, email, mail, mailadres, e mailadres, emailadres, e mail adres, e mailadressen",
    "phone": "gsm, gsm nummer, gsmnummer, gsm nr, mobiel, mobiele telefoon, telefoon, tel, telefoonnummer, tel nr, telefoonnr,"
    " telnr, tel gsm, telefoon gsm, gsm telefoon, gsm tel, vast nummer, vaste telefoon, tel thuis",
    "birth": "geboortejaar, geboortedatum, geb datum, geb jaar, geboren, geboren op, geboren in, gebdatum, gebjaar, geboorte,"
    " datum geboorte",
    "gender": "geslacht, gender, m v, m v x, man vrouw, sekse",
    "languages": "talen, taal, gesproken talen, spreekt, talenkennis, moedertaal, welke talen, taalkennis",
    "message_language": "contacttaal, taal van contact, communicatietaal, voertaal, correspondentietaal, voorkeurtaal, voorkeurstaal",
    "interests": "interesses, interesse, hobby s, hobbys, hobby, hobbies, vrije tijd, vrijetijd, interessegebieden, houdt van",
    "day_parts": "beschikbaarheid, beschikbaar, wanneer, dagdelen, dagen, momenten, wanneer vrij, vrije momenten,"
    " wanneer beschikbaar, beschikbare dagen, vrij op",
    "note": "opmerkingen, opmerking, notitie, notities, commentaar, nota, nota s, bemerkingen, bemerking, info, extra info,"
    " extra, varia, motivatie, omschrijving",
    "theme": "thema, thema van de groep, lotgenotengroep, groep over",
    "registered_on": "aangemeld op, aanmelding, aanmelddatum, aanmeldingsdatum, datum aanmelding, inschrijving,"
    " inschrijvingsdatum, inschrijfdatum, ingeschreven op, datum inschrijving, wacht sinds, op wachtlijst sinds,"
    " datum, startdatum, sinds, geregistreerd op, datum intake aangevraagd",
}
_FR = {
    "name_to_use": "prenom usuel, nom d usage, prenom, prenoms",
    "family_name": "nom de famille, patronyme",
    "full_name": "prenom et nom, prenom nom, nom complet, nom du benevole, nom du volontaire",
    "family_first": "nom et prenom, nom prenom, nom prenoms, nom de famille et prenom, nom de famille prenom",
    "name": "nom",
    "side": "role, qualite, type, benevole ou demandeur, profil",
    "postcode": "code postal, cp, code post",
    "municipality": "commune, localite, ville, lieu, domicile, residence, lieu de residence, code postal et commune,"
    " code postal et localite, cp commune, cp localite, cp et localite, cp ville",
    "street": "adresse, rue, rue et numero, adresse postale, rue n, rue et n",
    "house_number": "numero de maison, n de maison",
    "email": "e mail, email, mail, courriel, adresse e mail, adresse mail, adresse email, adresse electronique, mel",
    "phone": "gsm, portable, mobile, numero de gsm, n gsm, telephone, tel, numero de telephone, n de telephone, n tel,"
    " telephone mobile, tel gsm, telephone gsm, gsm telephone, gsm tel, telephone fixe, tel fixe",
    "birth": "annee de naissance, date de naissance, naissance, ne le, nee le, ne e le, ne en, ne e en, ddn, date naissance,"
    " annee naissance",
    "gender": "sexe, genre, h f, h f x, m f, m f x, homme femme",
    "languages": "langues, langue, langues parlees, parle, langue maternelle, connaissance des langues, connaissances linguistiques",
    "message_language": "langue de contact, langue de communication, langue de correspondance, langue preferee",
    "interests": "centres d interet, interets, interet, loisirs, loisir, hobby, hobbies, passe temps, centre d interet, aime, passions",
    "day_parts": "disponibilite, disponibilites, disponible, quand, moments, jours, jours disponibles, moments libres",
    "note": "remarques, remarque, note, notes, commentaire, commentaires, observations, observation, infos, info, divers,"
    " motivation, informations, description",
    "theme": "theme, theme du groupe, groupe de parole, groupe d entraide",
    "registered_on": "inscrit le, inscrite le, inscrit e le, inscription, date d inscription, date inscription,"
    " en attente depuis, attend depuis, date, depuis, date de debut, date de demande, demande le, enregistre le",
}
_EN = {
    "name_to_use": "name to use, preferred name, known as, first name, firstname, given name, given names, forename, call name,"
    " calling name",
    "family_name": "family name, last name, lastname, surname, familyname",
    "full_name": "full name, fullname, first name and last name, first and last name, volunteer name, participant name",
    "family_first": "last name first name, family name first name, surname first name, surname and first name, name and first name",
    "name": "name",
    "side": "side, role, type, kind, volunteer or seeker, category",
    "postcode": "postcode, post code, postal code, zip, zip code, zipcode",
    "municipality": "municipality, town, city, place, location, residence, postcode and town, postcode and municipality,"
    " postcode or municipality, town or postcode, village",
    "street": "address, street, street address, street and number, postal address",
    "house_number": "house number, house no",
    "email": "e mail, email, mail, e mail address, email address, mail address",
    "phone": "mobile, mobile phone, mobile number, cell phone, cell, gsm, phone, telephone, tel, phone number, telephone number,"
    " landline, contact number",
    "birth": "year of birth, birth year, date of birth, birth date, birthdate, birthday, dob, born, born on, born in, yob",
    "gender": "gender, sex, m f, m f x",
    "languages": "languages, language, spoken languages, languages spoken, speaks, mother tongue, native language",
    "message_language": "contact language, language of contact, language of messages, preferred language, correspondence language",
    "interests": "interests, interest, hobbies, hobby, likes, leisure, pastimes",
    "day_parts": "availability, available, when, day parts, days, times, free on, days available",
    "note": "note, notes, remark, remarks, comment, comments, info, information, observations, other, motivation, description",
    "theme": "theme, theme of the group, group theme, peer group",
    "registered_on": "registered on, registered, registration date, date of registration, date registered, applied on, applied,"
    " waiting since, since, date, signed up, signed up on, sign up date, joined, joined on, start date",
}


def _table(texts: dict[str, str]) -> dict[str, tuple[str, int]]:
    return {
        plain(name): (field, rank)
        for field, names in texts.items()
        for rank, name in enumerate(names.split(","))
    }


# Language → heading → (field, its place in the list: lower is better).
HEADINGS = {"nl": _table(_NL), "fr": _table(_FR), "en": _table(_EN)}
