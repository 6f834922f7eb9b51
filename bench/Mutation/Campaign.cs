using System.Diagnostics;
using ScoreSde.Mutation.Planted;
using ScoreSde.Mutation.Reports;
using ScoreSde.Mutation.Testing;

namespace ScoreSde.Mutation;

/// <summary>One run: the draw, the trial of each slip, the results.</summary>
internal static class Campaign
{
    public static int Run(Options options)
    {
        string root = Root();
        TargetProject project = TargetProject.Load(root, options.Project, options.Torch);
        TestFolder[] tests = [.. options.Tests.Select(folder => new TestFolder(root, folder, options.Torch, project.AssemblyFile, options.Slowest))];
        foreach (TestFolder folder in tests)
        {
            (Verdict verdict, string test) = folder.Learn(project.EmitWithMarks(folder.PathOf(project.AssemblyFile)), options.Like);
            if (verdict != Verdict.Survived)
            {
                Console.Error.WriteLine($"Without a slip: {verdict} {test}");
                return 1;
            }
        }

        Mutant[] all = options.Planted is { } list ? [.. PlantedFile.Read(root, options.Project, list)] : [.. options.Under.SelectMany(project.Mutants).Distinct()];
        HashSet<Mutant> done = [.. ResultFile.Read(options.Out).Select(result => result.Mutant)];
        Dictionary<string, int> population = all.GroupBy(mutant => mutant.Folder).ToDictionary(group => group.Key, group => group.Count());
        IEnumerable<IEnumerator<Mutant>> queues = options.Planted is not null
            ? [.. all.Select(Draw.Alone)]
            : options.Again is null
            ? Draw.Queues(all, options.Count, options.Seed)
            : [.. ResultFile.Read(options.Again).Where(result => result.Verdict == Verdict.Survived).Select(result => Draw.Alone(result.Mutant))];
        foreach (IEnumerator<Mutant> queue in queues)
        {
            // Of a queue the first slip that compiles counts.
            while (queue.MoveNext() && !Try(queue.Current))
            {
                if (queue.Current.Kind == "planted")
                {
                    Console.Error.WriteLine($"{queue.Current.File}:{queue.Current.Line} does not compile: {queue.Current.After}");
                }
            }
        }

        return 0;

        bool Try(Mutant mutant)
        {
            if (done.Contains(mutant))
            {
                return true;
            }

            long start = Stopwatch.GetTimestamp();
            string near = "ScoreSde.Tests" + mutant.Folder[options.Project.TrimEnd('/').Length..].Replace('/', '.');
            foreach (TestFolder folder in tests)
            {
                if (!project.Emit(mutant, folder.PathOf(project.AssemblyFile)))
                {
                    return false;
                }

                (Verdict verdict, string test) = folder.Run(mutant, near);
                if (verdict != Verdict.Survived || folder == tests[^1])
                {
                    var result = new MutantResult(mutant, verdict, test, population.GetValueOrDefault(mutant.Folder), Stopwatch.GetElapsedTime(start).TotalSeconds);
                    ResultFile.Append(options.Out, result);
                    Console.Out.WriteLine($"{verdict,-8} {mutant.File}:{mutant.Line} {mutant.Kind}: {mutant.Before} → {mutant.After} ({result.Seconds:F0} s) {test}");
                    return true;
                }
            }

            return true;
        }
    }

    /// <summary>Looks whether the lists of slips by hand still hold for the sources as they are.</summary>
    /// <returns>The exit code: 1 if a piece is no longer there.</returns>
    public static int Check(string[] lists)
    {
        string root = Root();
        string[] faults = [.. lists.SelectMany(list => PlantedFile.Faults(root, list))];
        foreach (string fault in faults)
        {
            Console.Error.WriteLine(fault);
        }

        return faults.Length == 0 ? 0 : 1;
    }

    private static string Root()
    {
        string? folder = Directory.GetCurrentDirectory();
        while (folder is not null && !File.Exists(Path.Combine(folder, "ScoreSde.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("Run from inside the repository.");
    }
}
