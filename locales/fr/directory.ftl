# The directory: profiles, search, letters through the relay.

place-which = Plusieurs communes correspondent : laquelle ?

nav-people = Annuaire
place-hint = un nom, un code postal ou les deux
place-unknown = Aucune commune ne s’écrit ainsi : vérifiez le nom, ou tapez le code postal.
place-several = Plusieurs communes correspondent : choisissez la bonne ci-dessous.

people-title = Annuaire
people-intro = Des personnes qui animent, organisent ou coordonnent des cafés, et qui ont choisi d’apparaître ici.
people-search = Chercher une personne
people-word = Un mot
people-word-hint = un nom, un format, un sujet
people-near = Près de
people-km-label = À quelle distance
people-distance = à { $km } km
people-distance-none = dans la commune même
people-role = Rôle
people-skill = Un badge
people-any = Peu importe
people-look = Chercher
people-all = Tout l’annuaire
people-department = Seulement ici : { $name }.
people-count = { $count ->
    [0] Personne
    [one] Une personne
   *[other] { $count } personnes
}
people-none-such = Personne ne correspond, du moins parmi ce que vous pouvez voir. Cherchez plus loin, ou avec moins de mots.
people-none = L’annuaire est encore vide. La première fiche pourrait être la vôtre.
people-km = { $place }, à { $km } km
people-about-km = { $place }, à { $km } km environ
people-more = et { $count } de plus
people-map = Sur la carte
people-map-departments = Chaque point est un département ; plus il est grand, plus il y a de monde. Un clic montre ses communes.
people-map-communes = Chaque point est une commune ; plus il est grand, plus il y a de monde. Un clic montre ces personnes.
people-map-words = La même chose en toutes lettres
people-place-count = { $count ->
    [one] { $place } : une personne
   *[other] { $place } : { $count } personnes
}
people-map-source = Fond de carte : MapSVG, Victor Cazanave (CC BY 4.0), simplifié. Lieux : INSEE, La Poste (Licence ouverte), GeoNames (CC BY 4.0).
people-members = Certaines fiches ne se montrent qu’aux personnes qui ont un compte ici.
people-join = Apparaître dans l’annuaire

calling-animator = Animation de cafés
calling-organiser = Organisation
calling-coordinator = Coordination
calling-network-head = Tête de réseau
calling-ambassador = Ambassade

language-fr = français
language-en = anglais
language-fsl = langue des signes française
language-ar = arabe
language-br = breton
language-eu = basque
language-co = corse
language-cpf = créole
language-de = allemand
language-es = espagnol
language-it = italien
language-oc = occitan
language-pt = portugais
language-tr = turc
language-uk = ukrainien
language-zh = chinois

audience-whole-public = tout le monde
audience-whole-members = qui a un compte ici
audience-whole-nobody = personne pour l’instant
audience-field-public = qui voit ma fiche
audience-field-members = qui a un compte ici
audience-field-nobody = personne
audience-contact-public = les mêmes que ma fiche
audience-contact-members = les personnes ayant un compte
audience-contact-nobody = personne

person-own = C’est votre fiche, telle que vous pouvez la voir.
person-change = La changer
person-place = Commune
person-approximate = Placée d’après ses voisines : les distances sont approximatives.
person-languages = Langues
person-formats = Formats animés
person-website = Page
person-confirmed = Fiche confirmée le
person-write = Écrire à { $name }
person-card = Carte de visite (vCard)
person-skills = Badges
person-skills-text = Un badge prouvé a été délivré à ce compte par quelqu’un qui en répond. Un badge déclaré a été rangé ici avec son code. Un badge retiré, suspendu ou expiré disparaît de lui-même.
person-proved = prouvé
person-declared = déclaré
person-frameworks = Compétences touchées, par référentiel
person-report = Signaler cette fiche

relay-title = Écrire à { $name }
relay-intro = Votre message est transmis par courriel. Cette page ne montre l’adresse de personne.
relay-name = Votre nom
relay-name-hint = comme vous signeriez
relay-name-wrong = Écrivez un nom de 60 signes au plus, sans adresse de page ni de courriel.
relay-email-hint = un courriel vous y demande de confirmer, puis le message part
relay-known = Le message part de l’adresse de votre compte.
relay-words = Votre message
relay-words-hint = { $count } signes au plus
relay-words-wrong = Écrivez un message, de { $count } signes au plus.
relay-reply = J’accepte que mon adresse soit donnée à cette personne pour qu’elle me réponde.
relay-send = Envoyer
relay-kept = Le message est gardé 30 jours, pour le cas où il serait signalé, puis disparaît.
relay-sent-title = C’est noté
relay-sent = Un courriel part vers votre adresse, si elle existe. Ouvrez son lien dans les deux jours, et votre message sera transmis. Regardez aussi dans les courriers indésirables.
relay-sent-known = Le message part. La réponse, s’il y en a une, arrivera par courriel.
relay-confirm-title = Envoyer votre message ?
relay-confirm-text = Appuyez sur le bouton : c’est bien vous qui avez écrit, et le message part.
relay-confirm-button = Envoyer mon message
relay-gone-title = Ce lien ne sert plus
relay-gone-text = Il a déjà servi, il est trop ancien, ou il n’est pas complet. Rien n’a changé.

report-title = Signaler
report-profile-intro = Dites ce qui ne va pas dans la fiche de { $name }. Les personnes qui administrent ce site vous liront ; cette fiche ne dira rien.
report-letter-intro = Dites ce qui ne va pas dans le message que vous avez reçu. Les personnes qui administrent ce site le liront, avec vos mots.
report-words = Ce qui ne va pas
report-words-hint = { $count } signes au plus
report-words-wrong = Dites-le en quelques mots, { $count } signes au plus.
report-send = Signaler
report-done-title = Merci
report-done-text = C’est noté. Quelqu’un va regarder.

holds-title = Votre fiche est-elle toujours juste ?
holds-text = Appuyez sur le bouton : elle reste un an de plus dans l’annuaire.
holds-button = Oui, la garder un an
holds-done-title = Merci
holds-done-text = Votre fiche reste un an de plus.
holds-gone-title = Ce lien ne sert plus
holds-gone-text = Il a déjà servi, votre fiche a changé depuis, ou elle n’est plus là. Vous la retrouvez dans votre espace.

space-profile-text = Une fiche pour que l’on vous trouve près de chez soi. Vous choisissez, champ par champ, qui la voit.
space-profile-open = Ouvrir ma fiche

profile-title = Ma fiche d’annuaire
profile-intro = Rien n’est obligatoire, sauf un nom. Ce que vous écrivez ici n’est montré qu’aux personnes que vous choisissez, et part avec la fiche.
profile-saved = Votre fiche est enregistrée.
profile-stale = Votre fiche a été enregistrée ailleurs entre-temps, dans un autre onglet ou un autre appareil. Rien n’a été écrasé : ce que vous avez tapé est encore ici. Enregistrez de nouveau pour le garder à la place.
profile-stale-see = Voir l’autre version
profile-flawed = Quelque chose est à corriger : voyez plus bas. Rien n’est perdu.
profile-hidden = L’administration a masqué votre fiche après un signalement. Écrivez-lui si vous pensez que c’est une erreur.
profile-see = Voir ma fiche
profile-until = elle reste jusqu’au { $date }, et un courriel vous prévient avant
profile-unseen = Votre fiche est gardée, mais personne ne la voit.
profile-name = Nom ou pseudonyme
profile-name-hint = celui sous lequel on vous trouve
profile-no-name = Il faut un nom, ne serait-ce qu’un pseudonyme.
profile-name-long = Ce nom est trop long : 60 signes au plus.
profile-name-address = Un nom ne contient pas d’adresse : il y a un champ pour votre page.
profile-whole = Ma fiche, avec mon nom, est vue par
profile-callings = Ce que je fais
profile-seen-callings = Ce que je fais est vu par
profile-about = Quelques mots
profile-about-hint = { $count } signes au plus. N’écrivez ni opinions politiques, ni appartenance syndicale, ni rien sur votre santé : ce n’est pas le lieu.
profile-about-long = C’est trop long : { $count } signes au plus.
profile-seen-about = Ces mots sont vus par
profile-place = Commune
profile-place-hint = un nom ou un code postal ; l’annuaire ne situe personne plus précisément
profile-seen-place = Ma commune est vue par
profile-languages = Langues dans lesquelles j’anime
profile-seen-languages = Mes langues sont vues par
profile-formats = Formats que j’anime
profile-formats-hint = séparés par des virgules, huit au plus : La bataille de l’IA, débat mouvant, atelier Wikipédia…
profile-formats-wrong = Huit formats au plus, de 60 signes au plus chacun.
profile-seen-formats = Mes formats sont vus par
profile-website = Ma page
profile-website-hint = son adresse, qui commence par https://
profile-website-wrong = Cette adresse n’est pas celle d’une page : elle commence par https:// et contient un nom comme exemple.fr.
profile-seen-website = Ma page est vue par
profile-skills = Badges montrés
profile-skills-text = Ceux de votre espace, tant qu’ils sont valables. Un badge montré mène à sa page, où chacun peut le vérifier.
profile-skills-none = Il n’y a pas encore de badge dans votre espace.
profile-badge = { $standing ->
    [valid] { $name }, { $date }
    [suspended] { $name }, { $date } (suspendu : il n’apparaît pas)
   *[other] { $name }, { $date } (plus valable : il n’apparaît pas)
}
profile-seen-skills = Mes badges sont vus par
profile-reach = Être joint
profile-contact = Peuvent m’écrire
profile-contact-hint = Par un formulaire qui ne montre pas votre adresse. Vous ne la donnez qu’en répondant.
profile-card = Laisser emporter ma carte de visite (vCard), avec ce que chacun voit de ma fiche
profile-unindexed = Demander aux moteurs de recherche et aux machines de m’oublier
profile-age = J’ai { $age } ans ou plus.
profile-age-wrong = L’annuaire n’est ouvert qu’à partir de { $age } ans : cochez la case si c’est votre cas.
profile-save = Enregistrer
profile-end = Quitter l’annuaire
profile-end-text = La fiche est effacée tout de suite, partout. Votre compte et vos badges restent.
profile-end-sure = Effacer ma fiche
profile-end-unsure = Cochez la case pour confirmer.
profile-end-button = Quitter l’annuaire

admin-people-title = Signalements de l’annuaire
admin-people-intro = Ce que l’on signale des fiches et des messages. Une fiche masquée n’est vue de personne ; la personne concernée en est avertie sur sa page.
admin-people-none = Rien n’a été signalé.
admin-people-count = { $count ->
    [0] Aucun signalement n’attend.
    [one] Un signalement attend.
   *[other] { $count } signalements attendent.
}
column-profile = Fiche
column-words = Ce qui est dit
column-letter = Message
column-settled = Vu le (UTC)
reports-profile = la fiche
reports-letter = un message reçu
reports-no-profile = la fiche n’est plus là
reports-hide = Masquer la fiche
reports-show = Montrer de nouveau
reports-settle = Classer
deed-profile-ended = fiche effacée
deed-profile-hidden = fiche masquée
deed-profile-shown = fiche montrée de nouveau
deed-report-settled = signalement classé
job-ask-profiles = Confirmation des fiches

register-profile = Ma fiche d’annuaire, avec qui voit chaque champ
register-profile-why = Pour que l’on me trouve, par qui je l’ai choisi. Elle part aussi dès que je la retire.
register-relay = Les messages écrits ou reçus par l’annuaire, avec l’adresse de qui écrit
register-relay-why = Pour les transmettre sans montrer d’adresse, et pouvoir les signaler.
register-reports = Les signalements de l’annuaire
register-reports-why = Pour que l’administration regarde ce qui ne va pas.
person-vouch = Répondre de cette personne
