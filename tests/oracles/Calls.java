import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Prints file, start, name and number of arguments of every call that javac sees. */
public class Calls {
    public static void main(String[] args) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths = Arrays.stream(args).map(Path::of).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                null, files, diagnostic -> {}, null, null, files.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Scanner(unit, positions).scan(unit, null);
            }
        }
    }

    private static class Scanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String text;

        Scanner(CompilationUnitTree unit, SourcePositions positions) throws Exception {
            this.unit = unit;
            this.positions = positions;
            this.text = unit.getSourceFile().getCharContent(true).toString();
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            print(call, name(call.getMethodSelect()), call.getArguments().size());
            return super.visitMethodInvocation(call, nothing);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            int start = (int) positions.getStartPosition(unit, made);
            if (text.startsWith("new", start)) {
                print(made, name(made.getIdentifier()), made.getArguments().size());
            }
            return super.visitNewClass(made, nothing);
        }

        private void print(Tree tree, String name, int arguments) {
            long start = positions.getStartPosition(unit, tree);
            int point = text.codePointCount(0, (int) start);
            System.out.println(unit.getSourceFile().getName() + "\t" + point + "\t" + name + "\t" + arguments);
        }

        private static String name(Tree tree) {
            if (tree instanceof MemberSelectTree member) {
                return member.getIdentifier().toString();
            }
            if (tree instanceof ParameterizedTypeTree generic) {
                return name(generic.getType());
            }
            return tree instanceof IdentifierTree name ? name.getName().toString() : "";
        }
    }
}
