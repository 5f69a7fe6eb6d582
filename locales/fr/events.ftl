register-events = Les événements que vous annoncez
register-events-why = Pour les annoncer et les tenir à jour. Quand un compte est effacé, ce qu’il annonçait est annulé et ne dit plus qui l’organisait.

nav-events = Événements
home-events = Les prochains rendez-vous
home-events-all = Tous les événements
admin-events-title = Événements
admin-events-count =
    { $count ->
        [0] Aucun événement n’attend d’accord.
        [one] Un événement attend un accord.
       *[other] { $count } événements attendent un accord.
    }
admin-events-agreement = Sur cette instance, la coordination donne son accord avant chaque annonce.
admin-events-free = Sur cette instance, toute personne qui adhère à la charte peut annoncer sans accord préalable.
admin-events-none = Rien n’est annoncé, rien n’attend.
admin-events-all = Tous les événements, en liste
admin-events-all-intro = À trier par une colonne, à emporter dans un tableur. Les brouillons restent à qui les écrit.
admin-events-agree = Donner mon accord
admin-events-why = Pourquoi pas encore
admin-events-refuse = Renvoyer avec ce mot

events-title = Événements
events-intro = Des rencontres pour comprendre, essayer et débattre de l’intelligence artificielle. Ce qui est proche et bientôt vient en premier.
events-search = Chercher un événement
events-near = Près de
events-from = À partir du
events-until = Jusqu’au
events-theme = Thème
events-format = Format
events-order = Ordre
events-order-near = D’abord proche et bientôt
events-order-date = Par date
events-online-only = En ligne seulement
events-all = Voir tous les événements
events-department = Dans le département : { $name }
events-count =
    { $count ->
        [0] Aucun événement à venir
        [one] Un événement à venir
       *[other] { $count } événements à venir
    }
events-calendar = Voir le mois
events-calendar-title = Événements : { $month }
events-month = { $month } { $year }
events-months = Autres mois
events-narrowed = Ce mois ne montre qu’une partie des événements.
events-day-count =
    { $count ->
        [one] Un événement, { $day }
       *[other] { $count } événements, { $day }
    }
events-none-such = Aucun événement ne correspond. Essayez plus loin, plus tard, ou avec moins de mots.
events-none = Rien n’est annoncé pour le moment. Et si vous organisiez le premier café ?
events-place-count =
    { $count ->
        [one] { $place } : un événement
       *[other] { $place } : { $count } événements
    }
events-map-departments = Chaque point est un département ; la liste ci-dessous dit la même chose en mots.
events-map-communes = Chaque point est une commune ; la liste ci-dessous dit la même chose en mots.
events-feeds = Suivre cette liste
events-feeds-text = Ces liens suivent votre recherche : votre agenda ou votre lecteur se tient à jour tout seul.
events-feed-ics = Agenda (iCalendar)
events-feed-atom = Fil de nouvelles (Atom)
events-feed-json = Données (JSON-LD, schema.org)
events-feed-csv = Tableau (CSV, champs d’OpenAgenda)
events-announce = Annoncer un événement

event-weekday-1 = lundi
event-weekday-2 = mardi
event-weekday-3 = mercredi
event-weekday-4 = jeudi
event-weekday-5 = vendredi
event-weekday-6 = samedi
event-weekday-7 = dimanche
event-day = { $weekday } { $day }
event-clock =
    { $whole ->
        [1] { $hour } h
       *[0] { $hour } h { $minute }
    }
event-when =
    { $zoned ->
        [1] { $day }, de { $from } à { $to } (heure locale : { $zone })
       *[0] { $day }, de { $from } à { $to }
    }
event-when-over =
    { $zoned ->
        [1] du { $day }, { $from }, au { $last }, { $to } (heure locale : { $zone })
       *[0] du { $day }, { $from }, au { $last }, { $to }
    }
event-when-whole-day = { $day }, toute la journée
event-when-days = du { $from } au { $to }
event-free = Gratuit
event-euros = { $amount } €
event-price-words = { $amount } ({ $words })
event-place =
    { $online ->
        [1] { $named ->
            [1] { $name }, { $place }, et en ligne
           *[0] { $place }, et en ligne
        }
       *[0] { $named ->
            [1] { $name }, { $place }
           *[0] { $place }
        }
    }
event-online = En ligne
event-more-dates =
    { $count ->
        [one] et une autre date
       *[other] et { $count } autres dates
    }
event-cancelled = Annulé
event-title-cancelled = Annulé : { $title }
event-is-cancelled = Cet événement est annulé.
event-is-past = Cet événement a eu lieu.
event-changed = L’horaire ou le lieu a changé le { $date }.
event-hidden = Vous êtes la seule personne à voir cette page : l’événement n’est pas annoncé.
event-own = C’est vous qui organisez.
event-own-change = Modifier
event-own-print = Imprimée, cette page est une affiche.
event-dates = Dates
event-poster = Pour en savoir plus ou s’inscrire, scannez ce code ou tapez :
event-left =
    { $count ->
        [one] Il reste une place.
       *[other] Il reste { $count } places.
    }
event-full = Complet : on peut s’inscrire en liste d’attente.
event-wait = Liste d’attente
event-register = S’inscrire
event-register-elsewhere = S’inscrire sur un autre site
event-join = Rejoindre en ligne
event-calendar = Mettre dans mon agenda
event-where = Lieu
event-access = Accessibilité
event-online-how = En ligne
event-online-open = Le lien est sur cette page.
event-online-registered = Le lien est donné aux personnes inscrites.
event-price = Prix
event-audience = Public
event-everybody = Tout public
event-languages = Langues
event-organisers = Organisation
event-modules = Modules au programme
event-badge = Les personnes présentes reçoivent le badge
event-format-discuss = Café IA, on parle
event-format-play = On joue
event-format-write = On écrit
event-format-try = On expérimente
event-format-debate = On débat
event-format-talk = Conférence
event-format-train = Formation à l’animation
event-format-meet = Rencontre entre personnes qui animent
event-format-other = Autre format
event-dates-more =
    { $count ->
        [one] Voir l’autre date
       *[other] Voir les { $count } autres dates
    }
event-dates-later =
    { $count ->
        [one] Voir la date suivante
       *[other] Voir les { $count } dates suivantes
    }
event-dates-year =
    { $count ->
        [one] { $year } : une date passée
       *[other] { $year } : { $count } dates passées
    }
event-pillar-experiment = Expérimentation
event-pillar-understand = Compréhension
event-pillar-discuss = Discussion
event-pillar-act = Mise en action
event-audience-beginners = Personnes qui débutent
event-audience-young = Jeunes
event-audience-families = Familles
event-audience-seniors = Personnes âgées
event-audience-seekers = Personnes en recherche d’emploi
event-audience-workers = Personnes en emploi
event-audience-teachers = Enseignement et bibliothèques
event-audience-animators = Personnes qui animent
event-status-draft = Brouillon
event-status-asked = En attente d’accord
event-status-published = Annoncé
event-status-changed = Annoncé, modifié
event-status-cancelled = Annulé
event-status-past = Passé

my-events-title = Mes événements
my-events-intro = Écrivez, annoncez et tenez à jour vos événements.
my-events-charter = Pour annoncer un événement, il faut adhérer à la charte en vigueur. Les brouillons sont ouverts à tout le monde.
my-events-new = Écrire un événement
my-events-none = Vous n’avez encore rien écrit.

event-new-title = Écrire un événement
event-edit-title = Modifier un événement
event-done-saved = C’est enregistré.
event-done-published = C’est annoncé.
event-done-asked = C’est envoyé : la coordination doit maintenant donner son accord.
event-done-cancelled = C’est annulé. Les agendas qui suivent l’événement vont le dire.
event-done-copied = Voici une copie : changez la date, puis enregistrez.
event-stale = Cet événement a été modifié dans un autre navigateur. Rien n’est perdu ici : enregistrez de nouveau pour garder ce que vous voyez.
event-flawed = Quelque chose ne va pas encore : c’est dit à côté de chaque champ.
event-not-adherent = Pour annoncer, il faut adhérer à la charte en vigueur.
event-over = Toutes les dates sont passées : changez-les, puis annoncez.
event-see = Voir la page
event-note = La coordination écrit : { $words }
event-publish = Annoncer
event-ask = Demander l’accord
event-cancel-date = Annuler cette date
event-people = Personnes inscrites
event-copy = Copier
event-cancel = Annuler l’événement
event-cancel-sure = Oui, cet événement n’aura pas lieu
event-cancel-unsure = Cochez la case pour confirmer.
event-drop = Supprimer le brouillon
event-drop-sure = Oui, je supprime ce brouillon

event-form-what = Quoi
event-form-flawed = L’événement n’est pas enregistré : il reste à corriger ceci.
event-form-kind = Préciser le format, les piliers et les thèmes
event-form-series = Plusieurs jours, ou plusieurs fois
event-form-online-more = En ligne, aussi ou seulement
event-form-who-more = Public, langues et organisation
event-form-badges-more = Choisir des modules ou un badge
event-form-title = Titre
event-form-summary = En une phrase
event-form-summary-hint = C’est ce que montrent les listes et les agendas.
event-form-about = Description
event-form-about-hint = Laissez une ligne vide entre deux paragraphes.
event-form-format-words = Nom du format
event-form-format-hint = Facultatif : le nom d’un jeu, d’un atelier.
event-form-pillars = Piliers d’un Café IA
event-form-themes = Thèmes
event-form-themes-hint = Quelques mots, séparés par des virgules : travail, environnement.
event-form-when = Quand
event-form-when-hint = Les heures sont celles du lieu ; celles de Paris quand l’événement est en ligne.
event-form-day = Date
event-form-last-day = Dernier jour
event-form-last-day-hint = Seulement si l’événement finit un autre jour.
event-form-from = Début
event-form-to = Fin
event-form-repeat = Répétition
event-repeat-once = Une seule fois
event-repeat-weekly = Chaque semaine, le même jour
event-repeat-fortnightly = Une semaine sur deux
event-repeat-monthly-nth = Chaque mois, le même jour de la semaine (le premier jeudi, par exemple)
event-repeat-monthly-last = Chaque mois, le dernier de ces jours de la semaine
event-repeat-rule = Selon la règle ci-dessous
event-form-rule-more = Une autre règle
event-form-rule = Règle de répétition
event-form-rule-hint = Pour qui connaît iCalendar : FREQ=WEEKLY;BYDAY=TU,TH
event-form-ends = Jusqu’à quand
event-ends-open = Sans fin prévue
event-ends-until = Jusqu’à une date
event-ends-count = Un certain nombre de dates
event-form-until = Dernière date possible
event-form-count = Nombre de dates
event-form-except = Sauf les jours
event-form-except-hint = Séparés par des virgules : 01/05/2027, 08/05/2027.
event-form-where = Où
event-form-commune = Commune
event-form-commune-hint = Tapez le nom ou le code postal. Laissez vide si l’événement est seulement en ligne.
event-form-place-name = Nom du lieu
event-form-address = Numéro et rue
event-form-access-hint = Marches, porte, ascenseur, toilettes, boucle magnétique, place de stationnement : dites ce qui attend les personnes en situation de handicap.
event-form-online = On peut venir en ligne
event-form-link = Lien de la rencontre en ligne
event-form-link-hint = Une adresse qui commence par https://. Vous pouvez l’ajouter plus tard.
event-form-open = Montrer ce lien à tout le monde, pas seulement aux personnes inscrites
event-form-who = Pour qui, avec qui
event-form-audience = Public (rien de coché : tout public)
event-form-organisers-hint = Les noms à montrer, séparés par des virgules.
event-form-seats-title = Prix et inscription
event-form-price = Prix en euros
event-form-price-hint = 0 : c’est gratuit.
event-form-price-words = Précision sur le prix
event-form-price-words-hint = Par exemple : prix libre, goûter partagé.
event-form-seats = Places par date
event-form-seats-hint = Vide : sans limite.
event-form-registration = Inscription
event-registration-here = Ici, sur ce site
event-registration-elsewhere = Sur un autre site
event-registration-none = Sans inscription
event-form-elsewhere = Adresse de l’inscription ailleurs
event-form-elsewhere-hint = Une adresse qui commence par https://.
event-form-badges = Modules et badge
event-form-achievement = Badge donné à qui vient
event-form-no-achievement = Aucun
event-form-save = Enregistrer

event-flaw-title = Donnez un titre, de 120 signes au plus.
event-flaw-summary = C’est trop long : 300 signes au plus.
event-flaw-about = C’est trop long : { $most } signes au plus.
event-flaw-format = Choisissez un format ; son nom a 200 signes au plus.
event-flaw-themes = Au plus { $named } thèmes, de 60 signes chacun.
event-flaw-nowhere = Indiquez une commune, ou cochez que l’on peut venir en ligne.
event-flaw-place = Le nom et la rue ont 200 signes au plus.
event-flaw-access = C’est trop long : 600 signes au plus.
event-flaw-link = Le lien commence par https:// et ne contient pas d’espace.
event-flaw-price = Écrivez un montant en euros, comme 5 ou 2,50 ; 0 si c’est gratuit.
event-flaw-seats = Écrivez un nombre de places, de 1 à 5 000, ou rien.
event-flaw-elsewhere = L’adresse commence par https:// et ne contient pas d’espace.
event-flaw-organisers = Au plus { $named } noms, de 60 signes chacun.
event-flaw-day = Écrivez une date, comme 04/03/2027.
event-flaw-from = Écrivez une heure, comme 13:30 ou 13h30.
event-flaw-skipped = Cette nuit-là, on avance les montres : cette heure n’existe pas.
event-flaw-to = La fin vient après le début, une semaine plus tard au plus.
event-flaw-rule = Cette règle ne se lit pas.
event-flaw-rule-often = Une série revient au plus une fois par jour.
event-flaw-rule-last = La première date n’est pas le dernier de ces jours dans son mois.
event-flaw-until = Écrivez une date qui vient après la première.
event-flaw-count = Écrivez un nombre de dates, de 1 à 1 000.
event-flaw-except = Un de ces jours ne se lit pas : écrivez-les comme 01/05/2027.
event-flaw-except-idle = Rien n’a lieu un de ces jours : vérifiez la date.
event-flaw-except-all = Il ne reste plus aucune date.

import-title = Importer des événements
import-intro = Vous annoncez déjà vos cafés ailleurs ? Apportez ici un calendrier (ICS) ou un export OpenAgenda (JSON). Vous voyez d’abord ce que deviendrait chaque événement ; rien n’est annoncé : ce seront vos brouillons.
import-bring = Apporter un calendrier
import-file = Un fichier
import-file-hint = ICS, ou JSON d’OpenAgenda (version 2) ; 1 Mo et { $most } événements au plus.
import-address = Ou son adresse
import-hosts = Une adresse https de : { $hosts }. Pour un autre site, téléchargez le fichier puis apportez-le.
import-any = Une adresse https.
import-look = Voir ce qu’il contient
import-nothing = Choisissez un fichier, ou donnez une adresse.
import-not-asked = Cette adresse n’est pas de celles que l’instance interroge. Téléchargez le fichier, puis apportez-le ici.
import-unreachable = Rien de lisible n’a été trouvé à cette adresse.
import-unreadable-large = Ce fichier est trop gros : 1 Mo au plus.
import-unreadable-many = Ce fichier contient trop d’événements : exportez une période plus courte.
import-unreadable-unknown = Ce n’est ni un calendrier ICS, ni un export JSON d’OpenAgenda.
import-unreadable-broken = Ce fichier est abîmé : il n’a pas pu être lu jusqu’au bout.
import-unreadable-empty = Ce calendrier ne contient aucun événement.
import-found =
    { $count ->
        [one] Un événement trouvé
       *[other] { $count } événements trouvés
    }
import-choose = Décochez ce que vous ne voulez pas reprendre.
import-lost =
    { $count ->
        [one] La commune d’un événement n’est pas reconnue : indiquez-la pour le reprendre aussi.
       *[other] La commune de { $count } événements n’est pas reconnue : indiquez-la pour les reprendre aussi.
    }
import-commune = Commune de « { $title } »
import-commune-hint = Un nom, un code postal ou les deux ; laissez vide pour ne pas reprendre cet événement.
import-communes =
    { $count ->
        [one] Rien n’est encore repris : une commune est à vérifier ci-dessous.
       *[other] Rien n’est encore repris : { $count } communes sont à vérifier ci-dessous.
    }
import-take = Reprendre ce qui est coché
import-idle = Il n’y a rien à reprendre : tout est déjà là, passé ou illisible.
import-done =
    { $count ->
        [0] Rien n’a été repris.
        [one] Un événement repris. Relisez-le, puis annoncez-le.
       *[other] { $count } événements repris. Relisez-les, puis annoncez-les.
    }
import-series = { $first }, puis d’autres dates
import-fate-new = nouveau
import-fate-changed = changé là-bas
import-fate-same = déjà repris
import-fate-edited = modifié ici : laissé tel quel
import-fate-cancelled = annulé là-bas : sera annulé ici
import-fate-not-held = annulé
import-fate-past = passé
import-fate-older = plus ancien que ce qui est ici
import-fate-foreign = déjà ici, par quelqu’un d’autre ou à la main
import-fate-flawed = ne peut pas être repris
import-fate-nowhere = commune à préciser
import-note-shortened = Un texte trop long a été raccourci.
import-note-zone = Son fuseau horaire est inconnu : l’heure est lue comme celle de Paris.
import-note-no-end = Sa fin n’est pas dite : une heure est comptée.
import-note-lengths = Une de ses dates dure plus ou moins longtemps que les autres : vérifiez-la.
import-note-no-uid = Il n’a pas d’identifiant : s’il change là-bas, il pourrait venir deux fois.

register-event-reports = Les comptes rendus de vos cafés
register-event-reports-why = Pour en garder le souvenir et les compter ensemble. Les personnes n’y sont qu’une tranche ; ils partent avec l’événement.
admin-reports-title = Cafés tenus
admin-reports-text = Ce que disent les comptes rendus, mis ensemble.
admin-reports-intro = Les comptes rendus d’un territoire, mis ensemble. On compte des cafés, jamais des personnes une à une.
report-cafe-title = Compte rendu du café
report-write = Comptes rendus à écrire ou à relire :
report-intro = Une page, deux minutes. Les mots sont ceux du compte rendu d’activité de la Coop de la médiation numérique : le fichier se recopie sans traduire.
report-done = C’est enregistré.
report-public = Ce qui s’est dit
report-counted =
    { $count ->
        [one] Une place était retenue.
       *[other] { $count } places étaient retenues.
    }
report-choose = Choisir…
report-crowd = de { $least } à { $most } personnes
report-crowd-more = { $least } personnes ou plus
report-people = De { $least } à { $most } personnes en tout
report-people-more = { $least } personnes ou plus en tout
report-cafes =
    { $count ->
        [one] Un café
       *[other] { $count } cafés
    }
report-none = Aucun compte rendu pour ces dates.
report-few = Moins de cinq cafés : les âges et les situations ne sont pas montrés, pour ne désigner personne.
report-everywhere = Partout
report-territory = Territoire
report-form-who = Qui est venu
report-form-crowd = Combien de personnes
report-form-ages = Âges présents
report-form-standings = Situations présentes
report-form-how = Comment
report-form-level = Niveau
report-form-where = Lieu
report-form-partners = Avec qui
report-form-partners-hint = Les structures partenaires, en quelques mots.
report-form-said = En quelques lignes
report-form-said-hint = Sans nom de personne, sans rien sur la santé ou les opinions de quelqu’un. 2 000 signes au plus.
report-form-next = La suite
report-form-next-hint = Ce que le groupe veut faire, un prochain rendez-vous. 1 000 signes au plus.
report-form-public = Tout le monde peut lire ce compte rendu sur la page de l’événement
report-voices = Recopier les papiers de la table, phrase par phrase
report-files = Les comptes rendus de cet événement :
report-flaw-crowd = Choisissez combien de personnes sont venues.
report-flaw-choice = Choisissez une réponse.
report-flaw-long = C’est trop long : { $most } signes au plus.
report-field-crowd = Personnes
report-field-format = Formats
report-field-pillar = Piliers
report-field-theme = Thèmes
report-field-level = Niveaux
report-field-where = Lieux
report-field-age = Âges présents
report-field-standing = Situations présentes
report-age-moins_de_douze = Moins de 12 ans
report-age-douze_dix_huit = 12 - 17 ans
report-age-dix_huit_vingt_quatre = 18 - 24 ans
report-age-vingt_cinq_trente_neuf = 25 - 39 ans
report-age-quarante_cinquante_neuf = 40 - 59 ans
report-age-soixante_soixante_neuf = 60 - 69 ans
report-age-soixante_dix_plus = 70 ans et plus
report-standing-scolarise = Scolarisé
report-standing-sans_emploi = Sans emploi
report-standing-en_emploi = En emploi
report-standing-retraite = Retraité
report-level-debutant = Débutant
report-level-intermediaire = Intermédiaire
report-level-avance = Avancé
report-where-lieu_activite = Lieu d’activité
report-where-a_distance = À distance
report-where-autre = Autre lieu
