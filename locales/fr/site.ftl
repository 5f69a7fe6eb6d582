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
date = { $day } { $month } { $year }
percent = { $share } %

skip-link = Aller au contenu
nav-label = Navigation principale
nav-modules = Modules
nav-claim = J'ai un code
nav-verify = Vérifier
other-language = English
footer-issuer = Qui sommes-nous ?
footer-accessibility = Accessibilité : non conforme
footer-privacy = Vie privée
footer-ecodesign = Écoconception
footer-licence = Licence
footer-test = Instance d'essai : ses badges ne valent que comme essais.

home-title = Parler d'IA, et savoir où l'on en est
home-intro = Des questions courtes pour comprendre l'intelligence artificielle, seul ou autour d'une table. Les explications viennent tout de suite, et vous repartez avec un badge qui est à vous.
home-promise = Pas de compte, pas d'adresse, pas de chronomètre.
home-modules = Choisissez un module
home-verify-title = On vous montre un badge ?
home-verify-text = Scannez son code QR, ou donnez-nous son fichier : une phrase vous dit s'il est authentique.
home-code-title = Vous avez un code ?
home-code-text = Un code sur une carte ou noté pendant un café ouvre votre badge ou votre questionnaire.
home-resume = Reprendre un questionnaire
modules-title = Les modules
modules-none = Aucun module n'est servi pour le moment.
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
legal-accessibility-state = Cette instance n'a pas encore été auditée : elle est donc déclarée « non conforme » au RGAA.
legal-accessibility-text = Les pages sont faites pour fonctionner sans script, au clavier, avec un lecteur d'écran et en grand. Si quelque chose vous bloque, dites-le-nous : { $contact }.
legal-contact-missing = adressez-vous à la personne qui anime, cette instance n'indiquant pas encore d'adresse
legal-privacy-title = Vie privée
legal-privacy-attempt = Pour répondre à un module, rien n'est demandé sur vous. Vos réponses sont rangées sous un numéro tiré au hasard et effacées { $days } jours après le début.
legal-privacy-cookie = Un cookie, « attempt », ouvre le questionnaire en cours dans ce navigateur. Il disparaît après un jour, ou dès que vous passez à la personne suivante. Un autre, « session », n'existe que si vous demandez à entrer dans un compte. Il n'y en a pas de troisième, et aucune mesure d'audience.
legal-privacy-badge = Si vous donnez un prénom ou un surnom pour votre badge, il est écrit dedans et visible par toute personne qui a le lien. Un badge gagné attend un an ; un badge reçu est gardé tant que l'instance existe, pour qu'on puisse le vérifier.
legal-privacy-address = Votre adresse internet ne sert qu'à limiter les abus : elle n'est jamais écrite sur le disque.
legal-ecodesign-title = Écoconception
legal-ecodesign-text = Chaque page pèse moins de 30 ko et ne demande rien à d'autres sites : pas de police, pas d'image lourde, pas de script indispensable. Le programme tient dans un fichier et tourne sur une petite machine.
legal-licence-title = Licence
legal-licence-text = Le programme crema est libre (MIT ou Apache-2.0). Les modules sont partagés sous CC-BY-SA 4.0 : vous pouvez les reprendre et les améliorer, en citant leurs auteurs et sous la même licence.
