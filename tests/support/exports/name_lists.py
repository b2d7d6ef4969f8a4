"""Common first names and surnames of five countries, those among them that are words as well.

Made from the usual lists of offices of statistics; nobody is meant.
"""

FIRST: dict[str, str] = {
    "en": """
        Oliver George Harry Jack Noah Charlie Jacob Alfie Freddie Oscar Leo Logan Archie Theo
        Thomas James Joshua Henry William Max Lucas Ethan Arthur Mohammed Joseph Adam Daniel
        Samuel David Michael Robert John Paul Mark Andrew Stephen Kevin Brian Ian Neil Grant
        Will Drew Chase Art Olivia Amelia Isla Emily Ava Lily Mia Sophia Isabella Grace Poppy
        Ella Charlotte Evie Jessica Daisy Alice Florence Ruby Susan Margaret Karen May Rose Joy
        Hope Faith April June August Dawn Pat Sue Bill Bob Rob Frank Guy Miles Page Summer Ivy
        Violet Constance Prudence Ed Al Jo Bo Ty Kit Kay Gene Dean Earl Duke Norm Rich Skip Wade
        Ray Jay Lee Sandy Robin""",
    "de": """
        Ben Paul Jonas Elias Leon Finn Noah Luis Lukas Felix Maximilian Emil Anton Jakob Oskar
        Moritz Peter Wolfgang Michael Werner Klaus Thomas Manfred Helmut Jürgen Heinz Gerhard
        Andreas Hans Josef Günter Dieter Horst Walter Frank Bernd Karl Herbert Stefan Martin Uwe
        Georg Heinrich Ralf Rainer Jörg Björn Jan Tim Kai Ute Mia Emma Hannah Sofia Anna Emilia
        Lina Marie Ursula Karin Helga Sabine Ingrid Renate Monika Susanne Gisela Petra Birgit
        Andrea Gabriele Brigitte Christa Elke Angelika Barbara Heike Ernst Wolf Rose Linde Viola
        Gut Mai""",
    "fr": """
        Gabriel Léo Raphaël Arthur Louis Jules Adam Maël Lucas Hugo Noé Jean Pierre Michel André
        Philippe René Alain Jacques Bernard Marcel Daniel Roger Robert Paul Claude Christian
        Henri Georges Nicolas François Patrick Éric Stéphane Frédéric Marie Jeanne Françoise
        Monique Catherine Nathalie Isabelle Jacqueline Anne Sylvie Martine Madeleine Nicole
        Suzanne Hélène Christine Marguerite Denise Louise Emma Jade Alice Chloé Inès Léa Manon
        Rose Claire Prune Juste Parfait Constant Modeste Zélie""",
    "es": """
        Hugo Mateo Martín Lucas Leo Daniel Alejandro Manuel Pablo Álvaro Adrián Antonio José
        Francisco David Juan Javier Jesús Carlos Miguel Rafael Pedro Ángel Fernando Luis Sergio
        Jorge Alberto María Carmen Josefa Isabel Ana Laura Cristina Antonia Marta Dolores Lucía
        Pilar Elena Raquel Sofía Paula Valeria Rosario Mercedes Consuelo Esperanza Luz Paz Sol
        Mar Clara Blanca""",
    "pl": """
        Antoni Jan Aleksander Franciszek Jakub Leon Mikołaj Stanisław Szymon Filip Piotr
        Krzysztof Andrzej Tomasz Paweł Marcin Michał Marek Grzegorz Józef Łukasz Adam Zbigniew
        Jerzy Tadeusz Mateusz Dariusz Mariusz Wojciech Ryszard Anna Maria Katarzyna Małgorzata
        Agnieszka Barbara Ewa Krystyna Elżbieta Magdalena Joanna Zofia Teresa Danuta Monika
        Jadwiga Julia Hanna Zuzanna Maja Róża Lena Pola Iga""",
}
LAST: dict[str, str] = {
    "en": """
        Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans
        Walker White Roberts Green Hall Wood Jackson Clarke Patel Khan Lewis James Phillips
        Mason Mitchell Rose Davis Hunt Cox Page Week Moore Best King Winter Summer Grant Mark
        May Will Young Long Short Small Day Knight Bishop Pope Price Cash Case Field Forrest
        Rivers Bridges Waters Stone Hill Banks Park Lane Street House Church Temple Marsh Moss
        Bush Reed Fish Fox Wolf Crow Swan Cook Baker Butcher Carter Cooper Fuller Gardner Hunter
        Mills Miller Porter Potter Sawyer Shepherd Weaver Love Noble Pride Savage Sharp Stark
        Strong Swift Wise Good Bliss Hope Power Self Major Sergeant Lord Prince Heath Cole Webb
        Law Bond Gage Table Score Band Mean Bands Count Rule Open Close Start Last Head First
        Change Plan Ending Drop Seen Held Clients""",
    "de": """
        Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch
        Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann
        Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann
        König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert
        Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke
        Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein
        Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich
        Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff
        Pfeiffer Gut Lust Woche Tag Ernst Frei""",
    "fr": """
        Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel
        Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine
        Rousseau Vincent Muller Lefèvre Faure Andre Mercier Blanc Guerin Boyer Garnier Chevalier
        François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel
        Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noel Meyer Dufour
        Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martínez
        Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert
        Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet
        Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier
        Sánchez Dupuis Moulin Louis Deschamps Huet Vasseur Pérez Boucher Fleury Royer Klein
        Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Bon Seul Court Grand Page""",
    "es": """
        García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez
        Hernández Ruiz Díaz Moreno Muñoz Álvarez Romero Gutiérrez Alonso Torres Navarro
        Domínguez Ramos Vázquez Ramírez Gil Serrano Molina Morales Suárez Ortega Delgado Castro
        Ortiz Marín Rubio Núñez Medina Sanz Castillo Iglesias Cortés Garrido Santos Guerrero
        Lozano Cano Cruz Méndez Flores Prieto Herrera Peña León Márquez Cabrera Gallego Calvo
        Vidal Campos Reyes Vega Fuentes Carrasco Aguilar Caballero Nieto Santana Vargas Pascual
        Giménez Herrero Hidalgo Montero Lorenzo Santiago Benítez Durán Arias Mora Ferrer Carmona
        Vicente Rojas Soto Crespo Román Pastor Velasco Parra Sáez Moya Bravo Rivera Gallardo
        Soler Bueno Rico Blanco Alegre""",
    "pl": """
        Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański
        Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Wojciechowski Krawczyk Kaczmarek
        Piotrowski Grabowski Pawłowski Michalski Zając Król Jabłoński Wieczorek Nowakowski
        Wróbel Majewski Olszewski Stępień Jaworski Malinowski Adamczyk Nowicki Górski Dudek
        Pawlak Witkowski Walczak Rutkowski Sikora Baran Michalak Szewczyk Ostrowski Tomaszewski
        Pietrzak Duda Zalewski Wróblewski Lis Wilk Rak Kot Mróz Zima Lato Biały Cichy Mądry""",
}
TOWNS = """
        Harrogate Swansea Exeter Norwich Bremen Kassel Ulm Rostock Nantes Dijon Limoges Brest
        Burgos Cuenca Murcia Oviedo Torun Kielce Opole Lublin Lancaster Worcester Stirling
        Bamberg"""
