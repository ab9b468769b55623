import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.HermiT.ReasonerFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.RDFXMLDocumentFormat;
import org.semanticweb.owlapi.formats.TurtleDocumentFormat;
import org.semanticweb.owlapi.io.RDFParserMetaData;
import org.semanticweb.owlapi.model.AxiomType;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Opens ontologies as Protégé does, their imports through the catalog beside each and nothing from
 * the network, and prints what the OWL API made of each as a JSON array of objects.
 *
 * <p>Run: {@code java -cp 'JARS/*' ProfileCheck.java [hermit] [save] ROOT.ttl...}; with "hermit" the
 * reasoner is asked as well, with "save" all is written and read again.
 */
public class ProfileCheck {
    private static final int SHOWN = 10;

    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of("hermit", "save");
        List<Object> reports = new ArrayList<>();
        for (String argument : arguments) {
            if (!options.contains(argument)) {
                reports.add(report(new File(argument).getAbsoluteFile(), List.of(arguments)));
            }
        }
        System.out.println(json(reports));
    }

    private static Map<String, Object> report(File root, List<String> options) throws Exception {
        Map<String, Path> catalog = readCatalog(root.toPath().resolveSibling("catalog-v001.xml"));
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.getIRIMappers().add(iri -> IRI.create(
            catalog.getOrDefault(iri.toString(), Path.of("/not-in-the-catalog", iri.toString())).toUri()));
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(root);
        Map<String, Object> report = describe(manager, ontology);
        if (options.contains("hermit")) {
            OWLReasoner reasoner = new ReasonerFactory().createReasoner(ontology);
            report.put("consistent", reasoner.isConsistent());
            report.put("unsatisfiable_classes", reasoner.isConsistent()
                ? reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom().stream()
                    .map(Object::toString).sorted().collect(Collectors.toList())
                : List.of());
        }
        if (options.contains("save")) {
            report.put("lost_in_turtle", lost(ontology, new TurtleDocumentFormat()));
            report.put("lost_in_rdfxml", lost(ontology, new RDFXMLDocumentFormat()));
        }
        return report;
    }

    /** The axioms that are not there, or not the same, after each file is written and all are read. */
    private static List<String> lost(OWLOntology ontology, OWLDocumentFormat format) throws Exception {
        Path folder = Files.createTempDirectory("saved");
        Map<String, Path> files = new LinkedHashMap<>();
        for (OWLOntology each : ontology.importsClosure().collect(Collectors.toList())) {
            String name = each.getOntologyID().getOntologyIRI().get().toString();
            files.put(name, folder.resolve(files.size() + ".rdf"));
            each.saveOntology(format, IRI.create(files.get(name).toUri()));
        }
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.getIRIMappers().add(iri -> IRI.create(files.get(iri.toString()).toUri()));
        Set<String> before = texts(ontology);
        Set<String> after = texts(manager.loadOntology(ontology.getOntologyID().getOntologyIRI().get()));
        for (Path file : files.values()) {
            Files.delete(file);
        }
        Files.delete(folder);
        return Stream.concat(
                before.stream().filter(axiom -> !after.contains(axiom)),
                after.stream().filter(axiom -> !before.contains(axiom)))
            .sorted().limit(SHOWN).collect(Collectors.toList());
    }

    /** The axioms as texts; a plain literal and an xsd:string are one value but not equal here. */
    private static Set<String> texts(OWLOntology ontology) {
        return ontology.axioms(Imports.INCLUDED)
            .map(axiom -> axiom.toString().replace("^^xsd:string", "")).collect(Collectors.toSet());
    }

    private static Map<String, Path> readCatalog(Path catalog) throws Exception {
        Map<String, Path> files = new LinkedHashMap<>();
        if (!catalog.toFile().exists()) {
            return files;
        }
        NodeList entries = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(catalog.toFile()).getElementsByTagName("uri");
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            files.put(entry.getAttribute("name"),
                catalog.resolveSibling(entry.getAttribute("uri")).normalize());
        }
        return files;
    }

    private static Map<String, Object> describe(OWLOntologyManager manager, OWLOntology ontology) {
        List<OWLAxiom> axioms = ontology.axioms(Imports.INCLUDED).distinct().collect(Collectors.toList());
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("ontologies", manager.ontologies()
            .map(each -> each.getOntologyID().getOntologyIRI().map(IRI::toString).orElse("anonymous"))
            .sorted().collect(Collectors.toList()));
        report.put("formats", manager.ontologies()
            .map(each -> each.getFormat().getKey()).distinct().sorted().collect(Collectors.toList()));
        report.put("axioms", axioms.size());
        report.put("annotated_axioms", axioms.stream().filter(OWLAxiom::isAnnotated).count());
        report.put("annotations_of_axioms", axioms.stream()
            .mapToLong(axiom -> axiom.annotations().count()).sum());
        report.put("classes", ontology.classesInSignature(Imports.INCLUDED).count());
        report.put("object_properties", ontology.objectPropertiesInSignature(Imports.INCLUDED).count());
        report.put("data_properties", ontology.dataPropertiesInSignature(Imports.INCLUDED).count());
        report.put("annotation_properties",
            ontology.annotationPropertiesInSignature(Imports.INCLUDED).count());
        report.put("class_assertions", ontology.axioms(AxiomType.CLASS_ASSERTION, Imports.INCLUDED).distinct().count());
        report.put("individuals", ontology.individualsInSignature(Imports.INCLUDED).count());
        report.put("unparsed_triples", manager.ontologies().mapToLong(ProfileCheck::unparsed).sum());
        for (Profiles profile : List.of(
                Profiles.OWL2_DL, Profiles.OWL2_EL, Profiles.OWL2_QL, Profiles.OWL2_RL)) {
            List<OWLProfileViolation> violations = profile.checkOntology(ontology).getViolations();
            report.put(profile.name() + "_violations", violations.size());
            report.put(profile.name() + "_first", violations.stream()
                .map(Object::toString).sorted().limit(SHOWN).collect(Collectors.toList()));
        }
        return report;
    }

    private static long unparsed(OWLOntology ontology) {
        return ontology.getFormat().getOntologyLoaderMetaData()
            .filter(RDFParserMetaData.class::isInstance).map(RDFParserMetaData.class::cast)
            .map(metadata -> metadata.getUnparsedTriples().count()).orElse(0L);
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(e -> json(e.getKey()) + ": " + json(e.getValue()))
                .collect(Collectors.joining(",\n", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ProfileCheck::json).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder("\"");
        value.toString().chars().forEach(c -> text.append(
            c == '"' || c == '\\' || c < 0x20 || c > 0x7e ? String.format("\\u%04x", c) : (char) c));
        return text.append('"').toString();
    }
}
