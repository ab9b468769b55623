import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.HermiT.ReasonerFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.RDFParserMetaData;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Opens an ontology as Protégé does, its imports through the catalog beside it and nothing from the
 * network, and prints what the OWL API made of it as one JSON object.
 *
 * <p>Run: {@code java -cp 'JARS/*' ProfileCheck.java ROOT.ttl [hermit]}; with "hermit" the reasoner is
 * asked as well.
 */
public class ProfileCheck {
    private static final int SHOWN = 10;

    public static void main(String[] arguments) throws Exception {
        File root = new File(arguments[0]).getAbsoluteFile();
        Map<String, Path> catalog = readCatalog(root.toPath().resolveSibling("catalog-v001.xml"));
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.getIRIMappers().add(iri -> IRI.create(
            catalog.getOrDefault(iri.toString(), Path.of("/not-in-the-catalog", iri.toString())).toUri()));
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(root);
        Map<String, Object> report = describe(manager, ontology);
        if (arguments.length > 1 && arguments[1].equals("hermit")) {
            OWLReasoner reasoner = new ReasonerFactory().createReasoner(ontology);
            report.put("consistent", reasoner.isConsistent());
            report.put("unsatisfiable_classes", reasoner.isConsistent()
                ? reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom().stream()
                    .map(Object::toString).sorted().collect(Collectors.toList())
                : List.of());
        }
        System.out.println(json(report));
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
        report.put("classes", ontology.classesInSignature(Imports.INCLUDED).count());
        report.put("object_properties", ontology.objectPropertiesInSignature(Imports.INCLUDED).count());
        report.put("data_properties", ontology.dataPropertiesInSignature(Imports.INCLUDED).count());
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
