# La certification : mon dossier, les attestations, la salle, les relectures.

certifications-title = Mes certifications
certifications-intro = Ce que vous pouvez faire certifier ici, et où vous en êtes.
certifications-none = Aucune certification n’est ouverte ici pour le moment : un groupe de personnes doit d’abord fixer la barre du questionnaire.
space-certifications = Animer des cafés se certifie : un questionnaire encadré, des cafés attestés, un récit relu par des pairs.
certification-progress = { $done } étapes faites sur { $all }
certification-until = Certification valable jusqu’au { $date }
certification-signing = Tout est là : le badge est en cours de signature.
certification-not-begun = Pas encore commencée
certification-lead-yours = Il reste quelque chose à faire de votre côté : les étapes marquées « à vous ».
certification-lead-wait = Rien à faire de votre côté : d’autres personnes agissent, et un courriel vous préviendra.
certification-state-done = Fait
certification-state-yours = À vous
certification-state-witness = En attente de la personne qui atteste
certification-state-readers = En attente des pairs qui relisent
certification-steps = Les étapes
certification-badge = Votre badge
certification-given = { $standing ->
    [valid] Valable jusqu’au { $date }. Il se renouvelle dans les { $months } mois qui précèdent ou suivent cette date, avec un café attesté récemment. Un courriel vous le rappellera.
   *[other] Ce badge ne vaut plus.
}
certification-step-badges = Les badges à avoir
certification-step-charter = La charte
certification-charter-how = La personne certifiée porte la charte auprès du public : lisez-la, puis dites en votre nom si vous y adhérez. Vous pouvez vous retirer à tout moment.
certification-charter-done = Vous y adhérez en votre nom.
certification-charter-go = Adhérer à la charte
certification-step-questionnaire = Le questionnaire encadré
certification-step-cafes = Les cafés attestés
certification-step-story = Le récit relu par des pairs
certification-held = rangé dans votre espace
certification-not-held = pas encore dans votre espace
certification-badges-how = Vous l’avez déjà reçu ? Rangez-le dans votre espace avec son code.
certification-passed-on = Réussi le { $date }.
certification-questionnaire-how = Il se passe dans une salle, avec une personne certifiée qui vous donne un code. Aucune caméra, aucune surveillance à distance.
certification-questionnaire-go = Commencer avec un code
certification-cafes-count = { $there } sur { $needed }, parmi les cafés animés depuis le { $since }.
certification-cafe = { $date }, { $place } : { $crowd }, { $format }
certification-cafe-confirmed = Attesté par { $signer }, { $organisation } ({ $quality ->
    [host] structure d’accueil
   *[other] personne référente
})
certification-cafe-declined = Non attesté : { $why }
certification-cafe-waits = Demandé ; la réponse est possible jusqu’au { $date }
certification-cafe-over = Sans réponse : vous pouvez le retirer et demander à nouveau
certification-cafe-take-back = Retirer la demande
certification-cafe-ask = Faire attester un café
certification-cafe-other = Faire attester un autre café
certification-cafe-how = La structure d’accueil, ou une personne référente, reçoit un courriel et répond en une minute. Aucune liste de noms n’est demandée.
certification-cafe-button = Envoyer la demande
certification-day = Jour du café
certification-day-hint = par exemple 2026-10-15
certification-place = Commune
certification-place-hint = là où le café a eu lieu
certification-crowd = Combien de personnes sont venues ?
crowd-1-5 = 1 à 5 personnes
crowd-6-15 = 6 à 15 personnes
crowd-16-30 = 16 à 30 personnes
crowd-31 = plus de 30 personnes
certification-format = Format
certification-format-hint = par exemple débat, atelier d’écriture, jeu
certification-witness = Adresse de la personne qui atteste
certification-witness-hint = elle ne sert qu’à cette demande ; ce ne peut pas être la vôtre
certification-wrong-day = Donnez le jour sous la forme 2026-10-15.
certification-wrong-crowd = Choisissez une tranche.
certification-wrong-place = Donnez la commune, en 120 caractères au plus.
certification-wrong-format = Dites le format, en 120 caractères au plus.
certification-wrong-future = Ce jour est encore à venir.
certification-wrong-old = Ce café est trop ancien pour compter.
certification-wrong-own = On n’atteste pas son propre café : donnez l’adresse de la structure d’accueil ou d’une personne référente.
certification-wrong-twice = Ce café, ce jour-là et dans cette commune, est déjà demandé ou attesté.
certification-wrong-often = Vous avez déjà envoyé beaucoup de demandes aujourd’hui : revenez demain.
certification-story-read = Votre récit est relu à l’aveugle : les pairs ne savent pas qui l’a écrit, et ne voient pas l’avis des autres.
certification-story-appealed = Votre recours est entre les mains de pairs qui n’avaient pas lu ce récit.
certification-story-passed = Votre récit est accepté.
certification-story-refused = Votre récit n’est pas accepté cette fois ; les raisons sont ci-dessous. Vous pouvez demander une nouvelle lecture jusqu’au { $date }, ou en écrire un autre.
certification-story-closed = Ce récit n’est pas accepté. Vous pouvez en écrire un autre quand vous voulez.
certification-readings = Ce que disent les pairs
certification-between = entre « { $lower } » et « { $upper } »
certification-story-mine = Relire mon récit
certification-story-write = Écrire le récit
certification-story-label = Votre récit
certification-story-hint = entre { $least } et { $most } mots, sans nom de personne ni de lieu : les pairs ne doivent pas vous reconnaître. Le texte disparaît deux mois après la décision.
certification-story-button = Remettre le récit
certification-wrong-words = Ce texte a { $count } mots : ce n’est pas dans les limites demandées.
certification-appeal = Demander une nouvelle lecture
certification-appeal-how = D’autres pairs relisent le même récit, sans savoir ce que les premiers ont dit. Cela se demande une fois.
certification-appeal-words = Ce que vous voulez leur dire (facultatif)
certification-appeal-hint = sans nom de personne
certification-appeal-button = Demander une nouvelle lecture
certification-open = Ouvrir mon dossier
certification-open-how = Le dossier rassemble les étapes sur cette page. Vous les faites dans l’ordre que vous voulez.
certification-renew = Renouveler
certification-renew-how = Un café attesté récemment suffit. Le nouveau badge prend la suite de l’ancien.
certification-declare = Je déclare
certification-age = J’ai au moins { $age } ans.
certification-declare-all = Cochez chaque ligne pour continuer.
certification-name = Nom sur le badge (facultatif)
certification-name-hint = visible par toute personne qui a le lien
certification-structure = Structure (facultatif)
certification-structure-hint = là où vous travaillez ou êtes bénévole, pour que personne de chez vous ne relise votre récit
result-questionnaire-passed = Le questionnaire est réussi. La suite est dans votre espace, à la page « Mes certifications ».

module-supervised = Ce questionnaire se passe dans une salle, avec un compte et le code que donne la personne qui encadre. Aucune caméra, aucune surveillance à distance.
module-supervised-start = Commencer avec un code
module-placeholder = Ce questionnaire est ouvert pour s’essayer : sa barre n’est pas encore fixée, et il ne donne pas de badge pour l’instant.
supervised-title = Commencer le questionnaire encadré
supervised-intro = La personne certifiée qui est avec vous montre un code. Il sert pour cette séance, et pour un temps.
supervised-code = Code de la séance
supervised-code-hint = 12 lettres et chiffres
supervised-resume = Le questionnaire est déjà commencé ? Le même bouton le rouvre, avec ou sans code.
refusal-supervision-closed = Aucune séance n’est ouverte avec ce code : elle est terminée, complète, ou c’est un autre questionnaire. Demandez à la personne qui encadre.

attestation-title = Un Café IA à attester
attestation-intro = { $author } dit avoir animé ce café et vous demande de le confirmer.
attestation-what = Votre réponse sert à certifier la personne qui anime. Confirmez seulement ce que vous savez : pas de nom de participants, pas de photo.
attestation-confirm = Je confirme
attestation-signer = Votre nom
attestation-signer-hint = la personne qui anime le verra
attestation-quality = Vous répondez
quality-host = pour la structure d’accueil
quality-referent = comme personne référente de Café IA
attestation-organisation = Structure
attestation-organisation-hint = par exemple la médiathèque, la mairie, l’association
attestation-sure = Ce café a eu lieu comme il est décrit, et ce n’est pas le mien.
attestation-confirm-button = Confirmer ce café
attestation-decline = Je ne peux pas confirmer
attestation-words = Pourquoi ?
attestation-words-hint = la personne qui anime le lira ; 500 caractères au plus
attestation-decline-button = Ne pas confirmer
attestation-kept = Ce que vous écrivez est gardé quatre ans au plus, avec le dossier. Votre adresse ne l’est pas.
attestation-confirmed = Merci : ce café est confirmé. Il n’y a plus rien à faire.
attestation-declined = Votre réponse est notée : ce café n’est pas confirmé.
attestation-over = Cette demande est trop ancienne : elle n’attend plus de réponse.
attestation-wrong-signer = Donnez votre nom, en 120 caractères au plus.
attestation-wrong-quality = Dites à quel titre vous répondez.
attestation-wrong-organisation = Donnez la structure, en 120 caractères au plus.
attestation-wrong-sure = Cochez la case pour confirmer.
attestation-wrong-words = Dites pourquoi, en 500 caractères au plus.

supervision-title = Encadrer un questionnaire
supervision-intro = Ouvrez une séance, puis montrez son code aux personnes présentes dans la salle.
supervision-rule-there = Restez dans la salle jusqu’à la fin.
supervision-rule-who = Ne donnez le code qu’aux personnes présentes ; le vôtre ne vous sert pas à vous-même.
supervision-rule-camera = Ni caméra, ni photo, ni pièce d’identité.
supervision-told = Ont commencé : { $taken } sur { $most } ; séance jusqu’au { $until }.
supervision-code = Code à montrer :
supervision-end = Terminer la séance
supervision-over = Séance terminée.
supervision-may-not = Pour encadrer, il faut un badge d’animation valable, ou faire partie des relectures fondatrices.
supervision-none = Aucun module de cette instance n’est encadré.
supervision-open = Ouvrir une séance
supervision-module = Module
supervision-people = Nombre de personnes
supervision-people-hint = { $most } au plus
supervision-hours = Durée en heures
supervision-hours-hint = { $most } au plus
supervision-wrong-people = Donnez un nombre entre 1 et { $most }.
supervision-wrong-hours = Donnez un nombre d’heures entre 1 et { $most }.
supervision-wrong-module = Choisissez un module.

admin-reviews-title = Relectures
admin-reviews-count = { $count ->
    [0] Aucun récit ne vous attend.
    [one] Un récit vous attend.
   *[other] { $count } récits vous attendent.
}
reviews-intro = Des récits d’animation à relire à l’aveugle, avec la grille du module. Vous ne savez pas qui les a écrits, et personne ne sait que c’est vous.
reviews-structure-needed = Dites d’abord pour quelle structure vous travaillez ou êtes bénévole : sans cela, aucun récit ne peut vous être confié.
reviews-waiting = Relectures en attente
reviews-none = Rien n’attend pour le moment.
reviews-line = { $round ->
    [1] Un récit, confié le { $asked }, à lire avant le { $due }
   *[other] Un recours, confié le { $asked }, à lire avant le { $due }
}
reviews-read = Lire
reviews-done = Relectures faites : { $count }
reviews-structure = Ma structure
reviews-structure-hint = laissez vide si vous n’en avez pas ; elle ne sert qu’à éviter les conflits d’intérêts
reviews-structure-button = Enregistrer
reviews-not-yours = Les récits sont confiés aux personnes qui ont le rôle « Relecture de dossiers ».
reviews-read-title = Relire un récit
reviews-how = Choisissez une marche pour chaque critère, puis écrivez à la personne ce qui vous a convaincu et ce qui manque. À faire avant le { $date }.
reviews-story = Le récit
reviews-appeal = Ce que dit la personne qui demande cette nouvelle lecture
reviews-words = Votre message à la personne
reviews-words-hint = 20 caractères au moins ; il sera lu sans votre nom
reviews-button = Rendre ma relecture
reviews-wrong-words = Expliquez votre avis, en 20 caractères au moins.
reviews-wrong-step = Choisissez une marche pour chaque critère.
reviews-conflict-text = Vous reconnaissez la personne, ou quelque chose vous lie à elle ? Rendez ce récit : quelqu’un d’autre le lira.
reviews-conflict = Je ne suis pas neutre

admin-dossiers-title = Dossiers
admin-dossiers-count =
    { $count ->
        [one] { $count } dossier ouvert.
       *[other] { $count } dossiers ouverts.
    }
admin-results-title = Résultats à relire
admin-results-count = { $count ->
    [0] Aucun résultat n’attend.
    [one] Un résultat attend d’être relu.
   *[other] { $count } résultats attendent d’être relus.
}
results-intro = Des résultats de certification tout près de la barre. Rien n’est refusé avant qu’une personne les ait lus ; personne ne décide du sien.
results-none = Aucun résultat n’attend d’être relu.
results-read-title = Relire un résultat
results-how = Lisez les réponses sans savoir de qui elles sont, puis dites si cette personne a montré ce que le niveau demande. Une question ambiguë, une réponse juste dite autrement, un détail qui cache le principal : c’est pour cela qu’une personne regarde.
results-reached = Résultat
results-score = { $points } sur { $max }, soit { $share }
results-bar = Barre
results-until = À décider avant le
results-answers = Les réponses
results-given = Réponse donnée
results-blank = Aucune
results-right = Réponse attendue
results-neutral = Question neutralisée : elle ne compte pour personne.
results-decision = Votre décision
results-grant = Le niveau est atteint
results-refuse = Le niveau n’est pas atteint cette fois
results-words = Ce que vous en dites à la personne
results-words-hint = { $least } signes au moins ; la personne le lira, sans votre nom
results-button = Décider
results-wrong-decision = Dites si le niveau est atteint.
results-wrong-words = Expliquez votre décision, en { $least } signes au moins.
dossiers-intro = Les dossiers de certification, sans leurs récits ni leurs noms : chaque personne a un numéro, toujours le même.
dossiers-none = Aucun dossier n’est ouvert.
dossiers-agreement = { $level } : sur { $pairs } paires de notes, les deux premières lectures sont égales dans { $exact } des cas ; kappa pondéré (poids quadratiques) { $kappa }.
dossiers-agreement-few = { $level } : { $pairs } paires de notes, pas encore assez pour dire l’accord entre les lectures (il en faut { $least }).
dossiers-state-certified = certification donnée
dossiers-state-readers = les pairs
dossiers-state-candidate = la personne
dossiers-state-witness = qui atteste
dossiers-state-closed = module fermé
column-number = Numéro
column-opened = Ouvert
column-certified = Certification
column-who-acts = Qui agit
column-chance = Chance que le vrai score atteigne la barre (%)

admin-founders-title = Relectures fondatrices
admin-founders-text = Nommer les premières personnes qui relisent.
founders-intro = Tant que personne n’est certifié, il faut bien que quelqu’un commence : { $seats } personnes au plus relisent et encadrent, chacune pendant { $months } mois. Les badges le disent.
founders-hint = la personne entrera avec cette adresse
founders-button = Nommer
founders-until = jusqu’au { $date }
founders-end = Mettre fin
founders-full = Les { $seats } places sont prises, ou cette personne en a déjà une.

evidence-supervised-by = Évaluation encadrée par une personne ayant le rôle « { $role } » (n° { $number }).
evidence-cafes = { $count ->
    [one] Un café animé, attesté par la structure d’accueil ou une personne référente.
   *[other] { $count } cafés animés, attestés par la structure d’accueil ou une personne référente.
}
evidence-readers = Récit relu à l’aveugle par { $count } pairs.
evidence-founders = { $count ->
    [one] Une relecture a été faite par une personne nommée pour les débuts, avant que d’autres soient certifiées.
   *[other] { $count } relectures ont été faites par des personnes nommées pour les débuts, avant que d’autres soient certifiées.
}
evidence-appealed = Décision prise après un recours.

letter-attest-subject = Un Café IA à confirmer ({ $place })
letter-attest-intro = { $author } dit avoir animé un Café IA le { $date } à { $place }, et vous demande de le confirmer, pour la structure d’accueil ou comme personne référente.
letter-attest-link = Voir la demande et répondre
letter-attest-how = Le lien sert une seule fois, pendant trente jours. Ouvrir la page ne confirme rien : il y a un bouton. Si cela ne vous dit rien, n’en faites rien.
letter-attested-subject = Un de vos cafés est attesté
letter-attested-subject-no = Un de vos cafés n’est pas attesté
letter-attested-yes = Le café du { $date } à { $place } est attesté.
letter-attested-no = Le café du { $date } à { $place } n’est pas attesté. Voici pourquoi :
letter-dossier-link = Voir mon dossier
letter-read-subject = Un récit à relire
letter-read-intro = Un récit d’animation vous est confié, à relire à l’aveugle avant le { $date }.
letter-read-link = Lire le récit
letter-read-conflict = Si vous reconnaissez la personne, rendez-le depuis cette page : quelqu’un d’autre le lira.
letter-decided-subject = Votre récit a été relu
letter-decided-passed = Votre récit est accepté. S’il ne manque rien d’autre, votre badge arrive.
letter-decided-refused = Votre récit n’est pas accepté cette fois. Les raisons sont dans votre dossier ; vous pouvez demander une nouvelle lecture pendant { $days } jours, ou en écrire un autre.
letter-decided-closed = La nouvelle lecture arrive au même avis : ce récit n’est pas accepté. Les raisons sont dans votre dossier, et vous pouvez en écrire un autre.
letter-result-waits-subject = Un résultat à relire, sur { $host }
letter-result-waits-intro = Un résultat est tout près de la barre d’une certification : une personne doit le lire avant qu’il soit refusé. Les réponses sont sur cette page, sans nom.
letter-result-waits-link = Lire les réponses et décider
letter-result-subject = Votre résultat a été relu : { $title }
letter-result-granted = Votre résultat à « { $title } » était tout près de la barre. Une personne l’a lu : le niveau est atteint. Voici ce qu’elle en dit :
letter-result-refused = Votre résultat à « { $title } » était tout près de la barre. Une personne l’a lu : le niveau n’est pas atteint cette fois. Voici ce qu’elle en dit :
letter-result-link = Voir mes certifications

deed-supervision-opened = séance encadrée ouverte
deed-dossier-opened = dossier ouvert
deed-story-handed-in = récit remis
deed-story-read = récit relu
deed-conflict-declared = conflit d’intérêts déclaré
deed-appealed = recours
deed-certified = certification
deed-result-decided = résultat près de la barre décidé
deed-founder-named = relecture fondatrice nommée
deed-founder-ended = relecture fondatrice terminée
job-settle = Examen d’un dossier

register-supervisions = Les séances que vous encadrez
register-supervisions-why = Pour que leur code ouvre le questionnaire aux personnes présentes, et à elles seules. Le code n’est gardé que sous une forme illisible.
register-passes = Les questionnaires encadrés réussis
register-passes-why = Pour ne pas vous redemander ce que vous avez montré. Qui encadrait n’y est qu’un numéro.
register-dossiers = Vos dossiers de certification
register-dossiers-why = Pour savoir où vous en êtes, et vous donner le badge.
register-structures = La structure que vous avez indiquée
register-structures-why = Pour que personne de chez vous ne relise votre récit, et l’inverse.
register-attestations = Les cafés que vous faites attester, et qui les atteste
register-attestations-why = Pour prouver les cafés animés : jour, commune, tranche, et le nom de qui signe. L’adresse de cette personne n’est gardée que sous une forme illisible.
register-stories = Vos récits et vos recours
register-stories-why = Le temps que les pairs les relisent et que la décision puisse être contestée. Le texte disparaît, la décision reste.
register-readings = Les relectures
register-readings-why = Pour expliquer une décision, et mesurer l’accord entre les lectures. Si vous partez, elles restent sans votre nom.
register-founders = Les relectures fondatrices
register-founders-why = Pour savoir qui peut relire avant que d’autres soient certifiés, et jusqu’à quand.

letter-ending-certified = Une certification se renouvelle depuis votre dossier, avec un café attesté récemment. Sinon, n’en faites rien : le badge restera lisible, marqué comme expiré.
