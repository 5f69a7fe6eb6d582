# La charte : son texte, les adhésions, les fichiers des adhérents.

footer-charter = Charte
charter-read = Lire la charte
charter-state-holds = Version { $version }, en vigueur depuis le { $date }
charter-state-later = Version { $version }, en vigueur à partir du { $date }
charter-state-former = Version { $version } du { $date }, remplacée depuis
charter-not-this = Ce n’est pas le texte en vigueur.
charter-this = Lire le texte en vigueur
charter-adhere-title = Adhérer
charter-adhere-text = Une personne ou une organisation adhère quand elle le veut, et se retire quand elle le veut. L’adhésion est datée, elle porte sur une version précise, et elle est elle-même un badge que chacun peut vérifier.
charter-others = Les autres versions
charter-own-title = Mon adhésion à la charte
charter-own-intro = Le texte auquel on adhère aujourd’hui :
charter-title-version = { $title }, version { $version }
charter-none-yet = Aucune version de la charte n’est encore en vigueur.
charter-about-current = Adhésion à la version { $version } depuis le { $since }.
charter-about-former = Adhésion à une version d’avant, la { $version }, depuis le { $since }.
charter-about-over = Adhésion à la version { $version } du { $since }, terminée le { $until }. { $reason }
charter-about-fallen = Adhésion à la version { $version } du { $since }, terminée : son badge n’est plus valable.
charter-asked = Le texte a changé : lisez-le, et dites ci-dessous si vous y adhérez aussi. Jusqu’au { $date }, votre adhésion à la version d’avant garde tout ce qu’elle ouvre ; ensuite, elle dira seulement ce qu’elle dit.
charter-asked-late = Le texte a changé, et le délai pour y répondre est passé : cette adhésion reste vraie pour la version d’avant, mais n’ouvre plus ni les fichiers, ni l’annonce d’événements, ni la certification. Adhérez ci-dessous pour les retrouver.
charter-badge = Le badge de cette adhésion
charter-leave-text = Se retirer est immédiat : le badge est révoqué, et sa page le dit.
charter-leave = Retirer cette adhésion
charter-changed = Le texte a changé pendant que vous lisiez : c’est maintenant la version ci-dessous. Lisez-la, puis dites si vous y adhérez.
charter-person-title = En mon nom
charter-name = Prénom et nom, ou pseudonyme
charter-name-hint = visible sur le badge par toute personne qui a le lien ; 60 signes au plus
charter-name-missing = Donnez un nom ou un pseudonyme : une adhésion est celle de quelqu’un.
charter-name-long = Ce nom est trop long : 60 signes au plus.
charter-name-address = Un nom ne contient pas d’adresse de site ni de courriel.
charter-accept = J’ai lu ce texte et j’y adhère.
charter-accept-organisation = Cette organisation a lu ce texte, y adhère, et je peux parler pour elle.
charter-accept-missing = Cochez la case : sans elle, ce n’est pas une adhésion.
charter-adhere = Adhérer
charter-organisation-title = Au nom d’une organisation
charter-organisation-text = Pour une médiathèque, une association, une mairie… que vous représentez. Son nom, sa nature et son lieu sont publics ; votre adresse ne l’est pas.
charter-organisation = Nom de l’organisation
charter-organisation-hint = 100 signes au plus
charter-organisation-wrong = Donnez le nom de l’organisation, sans adresse de site, en 100 signes au plus.
charter-place-hint = une commune, un quartier, un territoire
charter-place-wrong = Dites où elle se trouve, en 100 signes au plus.
charter-sector-missing = Choisissez ce qui lui ressemble le plus.
charter-adhere-organisation = Adhérer en son nom
sector-person = Personne
sector-association = Association
sector-library = Bibliothèque ou médiathèque
sector-school = École, collège, lycée ou université
sector-public = Mairie ou autre administration
sector-social-centre = Centre social
sector-third-place = Tiers-lieu
sector-firm = Entreprise
sector-other = Autre
charter-reason-own = Adhésion retirée par la personne qui l’avait donnée.
charter-reason-replaced = Remplacée par l’adhésion à la version { $version } de la charte.
charter-reason-erased = Le compte qui portait cette adhésion n’existe plus.
charter-badge-name = Adhésion à la charte, version { $version }
charter-badge-description = Une personne ou une organisation a dit publiquement qu’elle suit le texte « { $title } ».
charter-badge-criteria = Avoir lu le texte « { $title } », version { $version } du { $date } (SHA-256 { $digest }), et avoir déclaré y adhérer.

    - L’adhésion peut être retirée à tout moment ; le badge est alors révoqué.
    - Elle n’atteste aucune compétence.
charter-badge-alt = Un médaillon sans niveau : l’adhésion à la charte.
charter-badge-ring = Charte
evidence-adhered-name = Comment l’adhésion a été donnée
evidence-adhered-person = Adhésion déclarée par la personne elle-même, dans son compte.
evidence-adhered-organisation = Adhésion déclarée au nom de « { $organisation } » par une personne qui dit parler pour elle.
evidence-adhered-text = Texte : charte version { $version }, SHA-256 { $digest }.
kit-title = Logos et fichiers des adhérents
kit-intro = Ces fichiers sont pour les personnes et les organisations qui adhèrent à la charte en vigueur, le temps de leur adhésion.
kit-closed = Les logos sont réservés aux personnes et aux organisations qui adhèrent à la charte en vigueur.
kit-none = Il n’y a encore aucun fichier ici.
kit-none-admin = Pour en proposer, nommez un dossier dans crema.toml, par « kit » sous [charter], puis redémarrez.
kit-empty-admin = Le dossier nommé par « kit » dans crema.toml est vide ou n’existe pas : mettez-y les fichiers, ils paraissent aussitôt.
admin-charter-title = Adhésions à la charte
admin-charter-count = { $count ->
    [one] { $count } adhésion.
   *[other] { $count } adhésions.
}
admin-charter-asked = { $count ->
    [one] Une adhésion à une version d’avant attend une réponse avant le { $date }.
   *[other] { $count } adhésions à une version d’avant attendent une réponse avant le { $date }.
}
admin-charter-former = { $count ->
    [one] Une adhésion à une version d’avant est restée sans réponse au { $date } : elle n’ouvre plus rien.
   *[other] { $count } adhésions à une version d’avant sont restées sans réponse au { $date } : elles n’ouvrent plus rien.
}
admin-charter-next = { $count ->
    [one] Un nouveau texte vaudra le { $date } : { $count } adhésion sera demandée à nouveau.
   *[other] Un nouveau texte vaudra le { $date } : { $count } adhésions seront demandées à nouveau.
}
admin-charter-intro = Qui adhère à la charte, à quelle version, depuis quand. Celles qui ont pris fin restent à leur date.
admin-charter-none = Personne n’a encore adhéré.
column-name = Nom
column-sector = Nature
column-place = Lieu
column-since = Depuis
column-until = Jusqu’à
charter-worth-current = en vigueur
charter-worth-asked = version d’avant, demandée à nouveau
charter-worth-former = version d’avant
charter-worth-over = terminée
charter-text-read = Texte lu (SHA-256)
adherence-title = Une adhésion
adherence-end = Mettre fin à cette adhésion
adherence-end-text = Le badge est révoqué aussitôt, et sa page donne la raison que vous écrivez ici.
deed-charter-adhered = adhésion à la charte
deed-charter-left = fin d’une adhésion
space-charter = La charte
space-charter-none = Vous n’y adhérez pas pour le moment. Rien ne vous y oblige.
space-charter-person = Vous adhérez à la charte en vigueur.
space-charter-asked = La charte a changé depuis votre adhésion : elle vous est demandée à nouveau.
register-adherences = Les adhésions à la charte
register-adherences-why = Pour savoir qui adhère, à quel texte et depuis quand, et pour retirer le badge le jour où l’adhésion prend fin.
register-organisations = Les organisations pour lesquelles vous parlez
register-organisations-why = Pour dire qui adhère à la charte : leur nom, leur nature et leur lieu sont publics.
erasure-charter = Vos adhésions à la charte prennent fin, et leurs badges sont révoqués : plus personne ne pourrait en répondre.
