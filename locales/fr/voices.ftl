# Les voix : ce qui se dit après un café, et ce que d’autres en pensent.

register-voices = Les voix : de courtes phrases dites après un café
register-voices-why = Pour les faire entendre. Rien n’y dit qui parle. Ce qui n’est pas publié s’efface ; ce qui est publié reste, sous CC-BY-SA.
register-voice-answers = Les réponses aux voix, une par navigateur
register-voice-answers-why = Pour qu’un navigateur ne compte qu’une fois. La marque est différente pour chaque voix : on ne peut pas rapprocher deux réponses. Le compte, lui, reste.
register-voice-reports = Les signalements de voix
register-voice-reports-why = Pour que ce qui blesse ou désigne quelqu’un soit retiré. Qui signale n’est pas demandé.

deed-voice-settled = voix publiée, refusée, masquée ou écartée
admin-voices-title = Voix
admin-voices-count =
    { $count ->
        [0] Aucune voix n’attend.
        [one] Une voix attend d’être lue.
       *[other] { $count } voix attendent d’être lues.
    }
admin-voices-intro = Ce qui attend ou a été signalé vient en premier. Publiez ce qui aide à comprendre, même ce qui dérange ; refusez ce qui blesse, ce qui nomme quelqu’un, ce qui fait de la réclame. On ne change pas les mots des gens.
admin-voices-none = Personne n’a encore rien dit.
admin-voices-all = Toutes les voix, en liste
admin-voices-all-intro = À trier par une colonne, à emporter dans un tableur.

voices-title = Les voix des cafés
voices-intro = Ce que des personnes ont dit après un café : une préoccupation, un témoignage, une proposition. Lisez, et dites ce que vous en pensez : sans compte, sans adresse.
voices-kinds = Choisir une sorte de voix
voices-themes = Choisir un thème
voices-say = Dire quelque chose
voices-count =
    { $count ->
        [0] Aucune voix
        [one] Une voix
       *[other] { $count } voix
    }
voices-none = Personne n’a encore parlé de cela. Commencez !
voices-order = L’ordre est tiré au hasard, pour que personne ne soit toujours en premier.
voices-shuffle = Mélanger autrement
voices-all = Toutes les voix
voices-share = Reprendre ces voix
voices-licence = Elles sont partagées sous licence CC-BY-SA 4.0 : vous pouvez les reprendre, en citant leur source et sous la même licence.
voices-json = JSON, pour les programmes
voices-csv = CSV, pour un tableur
voices-figures = Un nombre n’est montré qu’à partir de cinq réponses, et les sommes ne comptent que ce qui est montré : dans une petite salle, un petit nombre dirait qui pense quoi.
voices-event = Les voix de ce café

voice-kind-concern = Préoccupation
voice-kind-testimony = Témoignage
voice-kind-proposal = Proposition
voice-kinds-concern =
    { $count ->
        [one] préoccupation
       *[other] préoccupations
    }
voice-kinds-testimony =
    { $count ->
        [one] témoignage
       *[other] témoignages
    }
voice-kinds-proposal =
    { $count ->
        [one] proposition
       *[other] propositions
    }
voice-hint-concern = Ce qui vous inquiète ou vous pose question
voice-hint-testimony = Ce que vous avez vécu ou vu
voice-hint-proposal = Ce qui pourrait être fait
voice-answer-agree = D’accord
voice-answer-disagree = Pas d’accord
voice-answer-pass = Je passe
voice-figure = { $label } : { $count }
voice-figure-few = { $label } : moins de 5
voice-few = Trop peu de réponses encore pour montrer des nombres.
voice-answer = Qu’en pensez-vous ?
voice-answered = Votre réponse compte. Vous pouvez en changer.
voice-open = Voir cette voix
voice-report = Signaler cette voix
voice-report-why = Pourquoi ne devrait-elle pas être là ?
voice-report-send = Signaler
voice-report-flaw = Écrivez pourquoi, en { $most } caractères au plus.
voice-reported = Merci. Une personne va relire cette voix.
voice-said = Merci. Une personne va lire ce que vous avez dit, puis le publier.

voice-new-title = Dire quelque chose
voice-new-intro = Une ou deux phrases, pour qu’on puisse être d’accord, ou pas, avec l’ensemble. Une personne les lit avant qu’elles soient publiées.
voice-closed = On pourra parler de ce café à partir du moment où il a commencé.
voice-form-kind = C’est…
voice-form-words = Ce que vous voulez dire
voice-form-words-hint = De 10 à { $most } caractères. Sans nom de personne, sans adresse, sans numéro.
voice-form-licence = J’accepte que ces mots soient publiés sans mon nom, sous licence CC-BY-SA 4.0.
voice-form-privacy = Ne dites rien qui vous désigne ou désigne quelqu’un d’autre : ni nom, ni santé, ni opinion politique ou syndicale d’une personne. Rien n’est gardé sur vous ; c’est pourquoi vous ne pourrez pas reprendre vos mots, mais tout le monde peut les signaler.
voice-form-send = Envoyer
voice-flaw-kind = Choisissez une des trois sortes.
voice-flaw-short = Écrivez une phrase entière, de 10 caractères au moins.
voice-flaw-long = C’est trop long : { $most } caractères au plus par phrase, et 60 lignes à la fois.
voice-flaw-address = Retirez l’adresse ou le numéro de téléphone : une voix ne mène à personne.
voice-flaw-theme = Choisissez un thème.
voice-flaw-licence = Sans votre accord, vos mots ne peuvent pas être publiés.

voice-state-waiting = en attente
voice-state-published = publiée
voice-state-rejected = refusée
voice-state-hidden = masquée
voice-state-withheld = écartée par la modération
voice-origin-anybody = Dite ici
voice-origin-organiser = Notée par qui organise
voice-reports = Signalée :
voice-publish = Publier
voice-reject = Refuser
voice-hide = Masquer
voice-withhold = Écarter

voices-own-title = Les voix de ce café
voices-own-intro = Ce qui s’est dit ou écrit chez vous. Vous publiez ou refusez ce que des personnes envoient d’ici, et vous pouvez recopier les papiers de la table.
voices-own-write = Recopier des papiers
voices-own-words = Une phrase par ligne
voices-own-words-hint = Au plus { $lines } lignes de { $most } caractères, sans nom de personne. Dites aux personnes présentes que leurs mots seront publiés sous CC-BY-SA.
voices-own-publish = Publier ces voix
voices-own-done = C’est publié. Merci de les faire entendre.
voices-own-said = Ce qui a été dit
voices-own-none = Rien encore. Partagez l’adresse de la page de l’événement : on y parle sans compte.
events-voices = Lire ce que des personnes ont dit après un café
