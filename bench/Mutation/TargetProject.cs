using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ScoreSde.Mutation.Coverage;
using ScoreSde.Mutation.Mutators;

namespace ScoreSde.Mutation;

/// <summary>A project that is compiled as its build compiles it, but with one file changed.</summary>
internal sealed class TargetProject
{
    private readonly string root;
    private readonly Compilation compilation;
    private readonly IReadOnlyList<ResourceDescription> resources;
    private readonly Dictionary<string, SyntaxTree> trees;

    private TargetProject(string root, Compilation compilation, IReadOnlyList<ResourceDescription> resources)
    {
        this.root = root;
        this.compilation = compilation;
        this.resources = resources;
        trees = compilation.SyntaxTrees
            .Where(tree => Path.IsPathRooted(tree.FilePath) && !tree.FilePath.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToDictionary(tree => Path.GetRelativePath(root, tree.FilePath).Replace('\\', '/'));
    }

    /// <summary>The assembly's file name.</summary>
    public string AssemblyFile => compilation.AssemblyName + ".dll";

    /// <summary>
    /// Asks the build for the compiler's arguments; the project and those it depends on must be built. An output that never is there makes the build ask for the
    /// compiler in any case.
    /// </summary>
    /// <param name="root">The repository.</param>
    /// <param name="project">The project's folder.</param>
    /// <param name="torch">The build with libtorch that is meant, cpu or cuda; or null for the plain one.</param>
    public static TargetProject Load(string root, string project, string? torch)
    {
        string folder = Path.Combine(root, project);
        string file = Directory.GetFiles(folder, "*.csproj").Single();
        string json = Output(
            "dotnet", "msbuild", file, "-nologo", "-p:Configuration=Release", "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true", "-p:BuildProjectReferences=false", "-p:NonExistentFile=no/such/file", "-t:PrepareResources;Compile", "-getItem:CscCommandLineArgs", $"-p:Torch={torch}");
        using JsonDocument document = JsonDocument.Parse(json);
        string[] arguments =
        [
            .. document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!),
        ];
        CSharpCommandLineArguments parsed = CSharpCommandLineParser.Default.Parse(arguments, folder, sdkDirectory: null);
        SyntaxTree[] trees =
        [
            .. parsed.SourceFiles.Select(source => CSharpSyntaxTree.ParseText(
                SourceText.From(File.ReadAllText(source.Path), System.Text.Encoding.UTF8), parsed.ParseOptions, Path.GetFullPath(source.Path, folder))),
        ];
        IEnumerable<MetadataReference> references = parsed.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference, reference.Properties));
        Compilation compilation = CSharpCompilation.Create(
            parsed.CompilationName ?? Path.GetFileNameWithoutExtension(parsed.OutputFileName!), trees, references, parsed.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        var loader = new Loader();
        ISourceGenerator[] generators =
        [
            .. parsed.AnalyzerReferences.SelectMany(reference => new Microsoft.CodeAnalysis.Diagnostics.AnalyzerFileReference(reference.FilePath, loader).GetGenerators(LanguageNames.CSharp)),
        ];
        CSharpGeneratorDriver.Create(generators, parseOptions: parsed.ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        return new TargetProject(root, compilation, parsed.ManifestResources);
    }

    /// <summary>All slips of the files in a folder.</summary>
    public IEnumerable<Mutant> Mutants(string folder) => trees
        .Where(pair => pair.Key.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) || pair.Key == folder)
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .SelectMany(pair => MutantFinder.In(compilation.GetSemanticModel(pair.Value), pair.Key));

    /// <summary>Writes the assembly with a slip in it, or as it is.</summary>
    /// <returns>False if it does not compile.</returns>
    public bool Emit(Mutant? mutant, string path)
    {
        Compilation changed = compilation;
        if (mutant is not null)
        {
            SyntaxTree tree = trees[mutant.File];
            changed = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(mutant.In(tree.GetText())));
        }

        return Write(changed, path, mustCompile: mutant is null);
    }

    /// <summary>Writes the assembly, each piece of whose code leaves a mark when it runs.</summary>
    /// <returns>What has which mark.</returns>
    public Dictionary<string, MarkedFile> EmitWithMarks(string path)
    {
        Compilation marked = compilation;
        var files = new Dictionary<string, MarkedFile>();
        int count = 0;
        foreach ((string file, SyntaxTree tree) in trees)
        {
            var writer = new ProbeWriter(compilation.GetSemanticModel(tree), count);
            SyntaxNode written = writer.Visit(tree.GetRoot());
            marked = marked.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(written, tree.Options));
            int first = count;
            files[file] = new MarkedFile([.. writer.Places.Select((place, i) => (place, first + i))], writer.Private);
            count += writer.Places.Count;
        }

        marked = marked.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Marks.Source(count), (CSharpParseOptions)trees.Values.First().Options));
        Write(marked, path, mustCompile: true);
        return files;
    }

    private static string Output(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }

    private bool Write(Compilation what, string path, bool mustCompile)
    {
        using var stream = new MemoryStream();
        var result = what.Emit(stream, manifestResources: resources);
        if (result.Success)
        {
            File.WriteAllBytes(path, stream.ToArray());
        }
        else if (mustCompile)
        {
            throw new InvalidOperationException($"{root} does not compile: {result.Diagnostics.First(fault => fault.Severity == DiagnosticSeverity.Error)}");
        }

        return result.Success;
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
