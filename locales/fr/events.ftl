register-events = Les événements que vous annoncez
register-events-why = Pour les annoncer et les tenir à jour. Quand un compte est effacé, ce qu'il annonçait est annulé et ne dit plus qui l'organisait.

nav-events = Événements
home-events = Les prochains rendez-vous
home-events-all = Tous les événements
admin-events-title = Événements
admin-events-count =
    { $count ->
        [0] Aucun événement n'attend d'accord.
        [one] Un événement attend un accord.
       *[other] { $count } événements attendent un accord.
    }
admin-events-agreement = Sur cette instance, une coordination donne son accord avant chaque annonce.
admin-events-free = Sur cette instance, qui adhère à la charte annonce sans accord préalable.
admin-events-none = Rien n'est annoncé, rien n'attend.
admin-events-agree = Donner mon accord
admin-events-why = Pourquoi pas encore
admin-events-refuse = Renvoyer avec ce mot

events-title = Événements
events-intro = Des rencontres pour comprendre, essayer et débattre de l'intelligence artificielle. Ce qui est proche et bientôt vient en premier.
events-search = Chercher un événement
events-near = Près de
events-from = À partir du
events-until = Jusqu'au
events-theme = Thème
events-format = Format
events-order = Ordre
events-order-near = Proche et bientôt
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
events-narrowed = Ce mois ne montre qu'une partie des événements.
events-day-count =
    { $count ->
        [one] Un événement, { $day }
       *[other] { $count } événements, { $day }
    }
events-none-such = Aucun événement ne correspond. Essayez plus loin, plus tard, ou avec moins de mots.
events-none = Rien n'est annoncé pour le moment. Et si vous organisiez le premier café ?
events-place-count =
    { $count ->
        [one] { $place } : un événement
       *[other] { $place } : { $count } événements
    }
events-map-departments = Chaque point est un département ; la liste dessous dit la même chose en mots.
events-map-communes = Chaque point est une commune ; la liste dessous dit la même chose en mots.
events-feeds = Suivre cette liste
events-feeds-text = Ces liens suivent votre recherche : votre agenda ou votre lecteur se tient à jour tout seul.
events-feed-ics = Agenda (iCalendar)
events-feed-atom = Fil de nouvelles (Atom)
events-feed-json = Données (JSON-LD, schema.org)
events-feed-csv = Tableau (CSV, champs d'OpenAgenda)
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
        [1] { $hour } h
       *[0] { $hour } h { $minute }
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
event-changed = L'horaire ou le lieu a changé le { $date }.
event-hidden = Vous seul·e voyez cette page : l'événement n'est pas annoncé.
event-own = C'est vous qui organisez.
event-own-change = Modifier
event-dates = Dates
event-left =
    { $count ->
        [one] Il reste une place.
       *[other] Il reste { $count } places.
    }
event-full = Complet : on peut s'inscrire en liste d'attente.
event-wait = Liste d'attente
event-register = S'inscrire
event-register-elsewhere = S'inscrire sur un autre site
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
event-modules = Modules joués
event-badge = Qui vient reçoit le badge
event-format-discuss = Café IA, on parle
event-format-play = On joue
event-format-write = On écrit
event-format-try = On expérimente
event-format-debate = On débat
event-format-talk = Conférence
event-format-train = Formation à l'animation
event-format-meet = Rencontre entre personnes qui animent
event-format-other = Autre format
event-pillar-experiment = Expérimentation
event-pillar-understand = Compréhension
event-pillar-discuss = Discussion
event-pillar-act = Mise en action
event-audience-beginners = Personnes qui débutent
event-audience-young = Jeunes
event-audience-families = Familles
event-audience-seniors = Personnes âgées
event-audience-seekers = Personnes en recherche d'emploi
event-audience-workers = Personnes en emploi
event-audience-teachers = Enseignement et bibliothèques
event-audience-animators = Personnes qui animent
event-status-draft = Brouillon
event-status-asked = En attente d'accord
event-status-published = Annoncé
event-status-changed = Annoncé, modifié
event-status-cancelled = Annulé
event-status-past = Passé

my-events-title = Mes événements
my-events-intro = Écrivez, annoncez et tenez à jour vos événements.
my-events-charter = Pour annoncer un événement, il faut adhérer à la charte en vigueur. Les brouillons sont ouverts à tout le monde.
my-events-new = Écrire un événement
my-events-none = Vous n'avez encore rien écrit.

event-new-title = Écrire un événement
event-edit-title = Modifier un événement
event-done-saved = C'est enregistré.
event-done-published = C'est annoncé.
event-done-asked = C'est envoyé : une coordination va donner son accord.
event-done-cancelled = C'est annulé. Les agendas qui suivent l'événement vont le dire.
event-done-copied = Voici une copie : changez la date, puis enregistrez.
event-stale = Cet événement a été modifié dans un autre navigateur. Rien n'est perdu ici : enregistrez de nouveau pour garder ce que vous voyez.
event-flawed = Quelque chose ne va pas encore : c'est dit à côté de chaque champ.
event-not-adherent = Pour annoncer, il faut adhérer à la charte en vigueur.
event-over = Toutes les dates sont passées : changez-les, puis annoncez.
event-see = Voir la page
event-note = La coordination écrit : { $words }
event-publish = Annoncer
event-ask = Demander l'accord
event-cancel-date = Annuler cette date
event-people = Personnes inscrites
event-copy = Copier
event-cancel = Annuler l'événement
event-cancel-sure = Oui, cet événement n'aura pas lieu
event-cancel-unsure = Cochez la case pour confirmer.
event-drop = Supprimer le brouillon
event-drop-sure = Oui, je supprime ce brouillon

event-form-what = Quoi
event-form-title = Titre
event-form-summary = En une phrase
event-form-summary-hint = C'est ce que montrent les listes et les agendas.
event-form-about = Description
event-form-about-hint = Laissez une ligne vide entre deux paragraphes.
event-form-format-words = Nom du format
event-form-format-hint = Facultatif : le nom d'un jeu, d'un atelier.
event-form-pillars = Piliers d'un Café IA
event-form-themes = Thèmes
event-form-themes-hint = Quelques mots, séparés par des virgules : travail, environnement.
event-form-when = Quand
event-form-when-hint = Les heures sont celles du lieu ; celles de Paris quand l'événement est en ligne.
event-form-day = Date
event-form-last-day = Dernier jour
event-form-last-day-hint = Seulement si l'événement finit un autre jour.
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
event-form-ends = Jusqu'à quand
event-ends-open = Sans fin prévue
event-ends-until = Jusqu'à une date
event-ends-count = Un certain nombre de dates
event-form-until = Dernière date possible
event-form-count = Nombre de dates
event-form-except = Sauf les jours
event-form-except-hint = Séparés par des virgules : 01/05/2027, 08/05/2027.
event-form-where = Où
event-form-commune = Commune
event-form-commune-hint = Tapez le nom ou le code postal. Laissez vide si l'événement est seulement en ligne.
event-form-place-name = Nom du lieu
event-form-address = Numéro et rue
event-form-access-hint = Marches, porte, ascenseur, toilettes, boucle magnétique, place de stationnement : dites ce qui attend les personnes en situation de handicap.
event-form-online = On peut venir en ligne
event-form-link = Lien de la rencontre en ligne
event-form-link-hint = Une adresse qui commence par https://. Vous pouvez l'ajouter plus tard.
event-form-open = Montrer ce lien à tout le monde, pas seulement aux personnes inscrites
event-form-who = Pour qui, avec qui
event-form-audience = Public (rien de coché : tout public)
event-form-organisers-hint = Les noms à montrer, séparés par des virgules.
event-form-seats-title = Prix et inscription
event-form-price = Prix en euros
event-form-price-hint = 0 : c'est gratuit.
event-form-price-words = Précision sur le prix
event-form-price-words-hint = Par exemple : prix libre, goûter partagé.
event-form-seats = Places par date
event-form-seats-hint = Vide : sans limite.
event-form-registration = Inscription
event-registration-here = Ici, sur ce site
event-registration-elsewhere = Sur un autre site
event-registration-none = Sans inscription
event-form-elsewhere = Adresse de l'inscription ailleurs
event-form-elsewhere-hint = Une adresse qui commence par https://.
event-form-badges = Modules et badge
event-form-achievement = Badge donné à qui vient
event-form-no-achievement = Aucun
event-form-save = Enregistrer

event-flaw-title = Donnez un titre, de 120 signes au plus.
event-flaw-summary = C'est trop long : 300 signes au plus.
event-flaw-about = C'est trop long : { $most } signes au plus.
event-flaw-format = Choisissez un format ; son nom a 200 signes au plus.
event-flaw-themes = Au plus { $named } thèmes, de 60 signes chacun.
event-flaw-nowhere = Indiquez une commune, ou cochez que l'on peut venir en ligne.
event-flaw-place = Le nom et la rue ont 200 signes au plus.
event-flaw-access = C'est trop long : 600 signes au plus.
event-flaw-link = Le lien commence par https:// et ne contient pas d'espace.
event-flaw-price = Écrivez un montant en euros, comme 5 ou 2,50 ; 0 si c'est gratuit.
event-flaw-seats = Écrivez un nombre de places, de 1 à 5 000, ou rien.
event-flaw-elsewhere = L'adresse commence par https:// et ne contient pas d'espace.
event-flaw-organisers = Au plus { $named } noms, de 60 signes chacun.
event-flaw-day = Écrivez une date, comme 04/03/2027.
event-flaw-from = Écrivez une heure, comme 13:30 ou 13h30.
event-flaw-skipped = Cette nuit-là, on avance les montres : cette heure n'existe pas.
event-flaw-to = La fin vient après le début, une semaine plus tard au plus.
event-flaw-rule = Cette règle ne se lit pas.
event-flaw-rule-often = Une série revient au plus une fois par jour.
event-flaw-rule-last = La première date n'est pas le dernier de ces jours dans son mois.
event-flaw-until = Écrivez une date qui vient après la première.
event-flaw-count = Écrivez un nombre de dates, de 1 à 1 000.
event-flaw-except = Un de ces jours ne se lit pas : écrivez-les comme 01/05/2027.
event-flaw-except-idle = Rien n'a lieu un de ces jours : vérifiez la date.
event-flaw-except-all = Il ne reste plus aucune date.
