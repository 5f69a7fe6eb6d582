# Le site : accueil, modules, pages légales.

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
date =
    { $day ->
        [1] 1er { $month } { $year }
       *[other] { $day } { $month } { $year }
    }
moment = { $date } à { $hour } h { $minute } (heure de Paris)
percent = { $share } %

skip-link = Aller au contenu
nav-label = Navigation principale
nav-modules = Modules
nav-claim = J’ai un code
nav-verify = Vérifier
other-language = English
footer-voices = Ce qui se dit dans les cafés
footer-issuer = Qui sommes-nous ?
footer-accessibility = Accessibilité : non conforme
footer-privacy = Vie privée
footer-ecodesign = Écoconception
footer-licence = Licence
footer-test = Instance d’essai : ses badges ne valent que comme essais.

home-title = Parler d’IA, et savoir où l’on en est
home-intro = Des questions courtes pour comprendre l’intelligence artificielle, à votre rythme ou autour d’une table. Chaque réponse est expliquée aussitôt, et vous repartez avec un badge rien qu’à vous.
home-promise = Pas de compte, pas d’adresse, pas de chronomètre.
home-start = Essayer un module
home-modules = Choisissez un module
home-verify-title = On vous montre un badge ?
home-verify-text = Scannez son code QR, ou donnez-nous son fichier : une phrase vous dit s’il est authentique.
home-code-title = Vous avez un code ?
home-code-text = Le code écrit sur une carte, ou noté pendant un café, ouvre votre badge ou votre questionnaire.
home-resume = Reprendre un questionnaire
modules-title = Les modules
modules-none = Il n’y a pas encore de module ici.
module-minutes = environ { $minutes } minutes
module-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
module-audience = Pour qui : { $audience }
module-start = Commencer
module-parts = Le parcours
module-levels = Les niveaux et leurs badges
module-sources = Les sources
module-free = Sans compte et sans adresse. Vos réponses sont effacées au bout de { $days } jours.
module-keep = Votre badge, lui, reste à vous.
module-about = Contenu sous licence { $licence }, version { $version }, par { $authors }.
module-about-unnamed = Contenu sous licence { $licence }, version { $version }.

legal-accessibility-title = Accessibilité
legal-accessibility-state = Cette instance n’a pas encore été auditée : elle est donc déclarée « non conforme » au RGAA.
legal-accessibility-text = Les pages sont faites pour fonctionner sans script, au clavier, avec un lecteur d’écran et en grand. Si quelque chose vous bloque, dites-le-nous : { $contact }.
legal-contact-missing = adressez-vous à la personne qui anime, cette instance n’indiquant pas encore d’adresse
legal-privacy-title = Vie privée
legal-contents = Sur cette page
legal-privacy-of-quizzes = Répondre à un module
legal-privacy-of-badges = Les badges
legal-privacy-of-events = Les événements
legal-privacy-of-voices = Les paroles sur un événement
legal-privacy-of-letters = Les lettres sur les événements
legal-privacy-of-directory = L’annuaire
legal-privacy-of-account = Votre compte et la sécurité
legal-privacy-of-charter = La charte
legal-privacy-of-certification = La certification
legal-privacy-attempt = Pour répondre à un module, rien n’est demandé sur vous. Vos réponses sont rangées sous un numéro tiré au hasard et effacées { $days } jours après le début.
legal-privacy-cookie = Un cookie, « attempt », ouvre le questionnaire en cours dans ce navigateur. Il disparaît après un jour, ou dès que vous prêtez l’appareil à quelqu’un d’autre. Un autre, « session », n’existe que si vous demandez à entrer dans un compte. Un autre encore, « voices », n’existe que si vous répondez à une voix : un nombre au hasard, pour compter votre navigateur une fois, pendant 180 jours. Aucun ne mesure l’audience.
legal-privacy-badge = Si vous donnez un prénom ou un surnom pour votre badge, il est écrit dedans et visible par toute personne qui a le lien. Un badge gagné attend un an ; un badge reçu est gardé tant que l’instance existe, pour qu’on puisse le vérifier.
legal-privacy-address = Votre adresse internet ne sert qu’à limiter les abus : elle n’est jamais écrite sur le disque.
legal-ecodesign-title = Écoconception
legal-ecodesign-text = Les pages sont légères et ne demandent rien à d’autres sites : pas de police, pas d’image lourde, pas de script indispensable. Le programme tient dans un fichier et tourne sur une petite machine.
legal-licence-title = Licence
legal-licence-text = Le programme crema est libre (MIT ou Apache-2.0). Les modules sont partagés sous CC-BY-SA 4.0 : vous pouvez les reprendre et les améliorer, en citant leurs auteurs et sous la même licence.
legal-accessibility-wholly = Un audit déclare ces pages « totalement conformes » au RGAA.
legal-accessibility-partly = Un audit déclare ces pages « partiellement conformes » au RGAA.
legal-accessibility-not = Un audit déclare ces pages « non conformes » au RGAA.
legal-accessibility-audit = Audit de { $by }, terminé le { $date } : { $rate } % des critères qui s’appliquent sont respectés.
legal-accessibility-report = Lire le rapport d’audit
legal-accessibility-made = À chaque changement du programme, ses pages passent par un outil automatique (axe, WCAG 2.2 AA), à 320 pixels de large, avec et sans script, et des parcours se font au clavier. Un outil ne voit qu’une partie des critères : cela ne remplace pas un audit.
legal-accessibility-defender = Si vous n’obtenez pas de réponse, vous pouvez écrire au Défenseur des droits, www.defenseurdesdroits.fr.
legal-privacy-who = Cette instance est tenue par « { $issuer } ». Pour toute question sur ce qu’elle garde : { $contact }.
legal-privacy-rights = Dans votre espace, vous voyez ce qui est gardé de vous, vous l’emportez et vous l’effacez. Sans compte, la page de chaque badge permet d’y renoncer. Vous pouvez aussi écrire à la CNIL, www.cnil.fr.
legal-privacy-register = Ce qui peut être gardé
legal-privacy-register-text = Plus bas, chaque sujet donne la liste de ce qui peut être gardé. Cette liste est celle du programme lui-même : à quoi chaque chose sert, à quel titre, et quand elle s’efface d’elle-même.
legal-privacy-columns = Sous quels noms dans la base
legal-ecodesign-self = Une auto-évaluation selon le référentiel général d’écoconception de services numériques (RGESN, 2024) accompagne le programme, dans « docs/RGESN.md ». Personne d’autre ne l’a vérifiée.
legal-budget-title = Ce que chaque parcours peut peser
legal-budget-text = Ce sont des plafonds, page par page, à une première visite et sans les images des badges. Les tests du programme échouent quand une page en dépasse un.
legal-budget-journey = Parcours
legal-budget-bytes = Kilo-octets
legal-budget-requests = Requêtes
legal-budget-elements = Éléments de la page
legal-budget-module = Choisir un module
legal-budget-verify = Vérifier un badge
legal-budget-people = Chercher une personne
legal-budget-certification = Se faire certifier, adhérer à la charte
legal-budget-legal = Les pages légales
legal-licence-modules = La licence de chaque module est écrite dans son fichier ; celle de la charte est dans son texte.
legal-licence-badges = Un badge est à la personne qui l’a reçu : elle le garde, le montre et le vérifie ailleurs comme elle veut.
legal-licence-others = Les communes viennent de l’INSEE et de La Poste (Licence ouverte) et de GeoNames (CC BY 4.0), le fond de carte de MapSVG (CC BY 4.0), la police des badges est Nunito (SIL OFL 1.1).
footer-accessibility-wholly = Accessibilité : totalement conforme
footer-accessibility-partly = Accessibilité : partiellement conforme
