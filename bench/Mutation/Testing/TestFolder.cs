using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ScoreSde.Mutation.Coverage;

namespace ScoreSde.Mutation.Testing;

/// <summary>A copy of a test project's build, in which the assembly under test is exchanged and the tests are run in a process of their own.</summary>
internal sealed class TestFolder
{
    private const string Host = "ScoreSde.Mutation.dll";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly string folder;
    private readonly string assembly;
    private readonly string target;
    private readonly double slowest;
    private readonly Dictionary<string, TimeSpan> usual = [];
    private readonly Dictionary<string, string> names = [];
    private CoverageMap? map;

    /// <param name="root">The repository.</param>
    /// <param name="project">The test project, built.</param>
    /// <param name="torch">The build with libtorch that is meant; or null for the plain one.</param>
    /// <param name="target">The file of the assembly under test.</param>
    /// <param name="slowest">The seconds of the slowest test that is asked.</param>
    public TestFolder(string root, string project, string? torch, string target, double slowest)
    {
        this.slowest = slowest;
        this.target = target;
        string bin = Path.Combine(root, project, "bin", torch is null ? string.Empty : $"torch-{torch}");
        string built = Path.Combine(bin, "Release", "net10.0");
        string runtime = Directory.GetFiles(built, "*.Tests.runtimeconfig.json").Single();
        assembly = Path.GetFileName(runtime).Replace(".runtimeconfig.json", string.Empty, StringComparison.Ordinal);

        // As deep below the root as the build itself: tests look for files from where they are.
        folder = Path.Combine(bin, "Mutation", "net10.0");
        foreach (string file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, Host), Path.Combine(folder, Host), overwrite: true);
    }

    /// <summary>Where the tests look for a referenced assembly.</summary>
    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>Runs all tests on the assembly with marks: how long each takes and what each runs.</summary>
    /// <param name="files">What has which mark.</param>
    /// <param name="like">What the names of the tests contain, which alone are asked; or null for all.</param>
    public (Verdict Verdict, string Test) Learn(Dictionary<string, MarkedFile> files, string? like)
    {
        string coverage = PathOf("coverage.txt");
        string times = PathOf("times.txt");
        string key = $"{like} {HashOf(target)} {HashOf(assembly + ".dll")}";
        (Verdict Verdict, string Test) result = (Verdict.Survived, string.Empty);
        if (File.Exists(times) && File.ReadLines(times).First() == key)
        {
            foreach (string[] words in File.ReadLines(times).Skip(1).Select(line => line.Split('\t')))
            {
                usual[words[0]] = TimeSpan.FromSeconds(double.Parse(words[1], CultureInfo.InvariantCulture));
                names[words[0]] = words[2];
            }
        }
        else if ((result = Run(":" + like, coverage, learn: true)).Verdict == Verdict.Survived)
        {
            File.WriteAllLines(times, usual.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}\t{entry.Value.TotalSeconds}\t{names[entry.Key]}")).Prepend(key));
        }

        map = CoverageMap.Read(files, coverage);
        return result;
    }

    private string HashOf(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(PathOf(file))));

    /// <summary>
    /// Runs the tests that run the changed piece until one fails, in four parts: the quick ones of the same folder, the other quick ones, those of less than three
    /// seconds, and the rest. Where the change is in no piece that leaves a mark, or none of the tests runs it, those of its file are asked first and then all.
    /// </summary>
    /// <param name="mutant">The slip, which is in place.</param>
    /// <param name="near">The namespace of the tests of the same folder.</param>
    public (Verdict Verdict, string Test) Run(Mutant mutant, string near)
    {
        HashSet<string>? asked = map!.TestsOf(mutant);
        HashSet<string> ofFile = map.TestsOfFile(mutant.File);
        IEnumerable<string> parts = asked is not null
            ? Parts(asked, near)
            : [.. Parts(ofFile, near), .. Parts(usual.Keys.Where(id => !ofFile.Contains(id)), near)];
        string order = PathOf("order.txt");
        File.WriteAllText(order, string.Join("\n\n", parts));
        return Run(order, coverage: string.Empty, learn: false);
    }

    private IEnumerable<string> Parts(IEnumerable<string> ids, string near) => ids
        .Where(id => usual.TryGetValue(id, out TimeSpan time) && time.TotalSeconds <= slowest)
        .GroupBy(id => usual[id].TotalSeconds switch
        {
            < 0.3 when names[id].StartsWith(near, StringComparison.Ordinal) => 0,
            < 0.3 => 1,
            < 3 => 2,
            _ => 3,
        })
        .OrderBy(part => part.Key)
        .Select(part => string.Join('\n', part.OrderBy(id => usual[id])));

    private (Verdict Verdict, string Test) Run(string order, string coverage, bool learn)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (string argument in new[] { "exec", "--depsfile", assembly + ".deps.json", "--runtimeconfig", assembly + ".runtimeconfig.json", Host, "host", assembly + ".dll", target, order, coverage })
        {
            start.ArgumentList.Add(argument);
        }

        // A slip may ask for memory without end; all tests of a project in one process take some of it, most where all are run to be known.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x100000000";
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, told) =>
        {
            // Without a slip nothing should fail, and it is said why.
            if (learn && told.Data is { } line)
            {
                Console.Error.WriteLine(line);
            }
        };
        process.BeginErrorReadLine();
        var watch = new Watch(process, learn ? null : usual);
        (Verdict verdict, string test) = Read(process, watch, learn);
        process.WaitForExit();
        watch.End();
        return watch.Stopped ? (Verdict.Endless, names.GetValueOrDefault(watch.Test, "before the first test")) : (verdict, test);
    }

    private (Verdict Verdict, string Test) Read(Process process, Watch watch, bool learn)
    {
        bool done = false;
        int skipped = 0;
        string? failed = null;
        while (process.StandardOutput.ReadLine() is string line)
        {
            string[] parts = line.Split(' ', 3);
            switch (parts[0])
            {
                case "start":
                    names[parts[1]] = parts[2];
                    Begin(parts[1]);

                    break;
                case "failed":
                    failed ??= parts[2];
                    break;
                case "skipped" when learn:
                    skipped++;
                    break;
                case "done":
                    done = int.Parse(parts[2], CultureInfo.InvariantCulture) > 0;
                    break;
                default:
                    break;
            }
        }

        string final = Begin(string.Empty);
        if (skipped > 0)
        {
            Console.Error.WriteLine($"{skipped} tests of {assembly} are skipped here and notice nothing.");
        }

        return failed is not null ? (Verdict.Failed, failed) : done ? (Verdict.Survived, string.Empty) : (Verdict.Died, names.GetValueOrDefault(final, "before the first test"));

        // The rows of a theory may be one case: their times are added.
        string Begin(string test)
        {
            TimeSpan before = watch.Begin(test, out string last);
            if (learn && last.Length > 0)
            {
                usual[last] = usual.GetValueOrDefault(last) + before;
            }

            return last;
        }
    }

    /// <summary>Ends a process in which one test takes more than ten times its usual processor time and ten seconds.</summary>
    private sealed class Watch
    {
        private readonly Lock gate = new();
        private readonly Process process;
        private bool ended;
        private TimeSpan begun;
        private TimeSpan limit = TimeSpan.FromMinutes(2);

        public Watch(Process process, Dictionary<string, TimeSpan>? usual)
        {
            this.process = process;
            Usual = usual;
            var thread = new Thread(Look) { IsBackground = true };
            thread.Start();
        }

        public string Test { get; private set; } = string.Empty;

        public bool Stopped { get; private set; }

        private Dictionary<string, TimeSpan>? Usual { get; }

        /// <summary>Takes note of a test's begin; what the one before took.</summary>
        public TimeSpan Begin(string test, out string last)
        {
            lock (gate)
            {
                TimeSpan now = Spent();
                TimeSpan took = now - begun;
                last = Test;
                begun = now;
                Test = test;
                limit = Usual is null ? TimeSpan.FromMinutes(5) : Grace + (10 * Usual.GetValueOrDefault(test));
                return took;
            }
        }

        /// <summary>The process is at its end and may be forgotten.</summary>
        public void End()
        {
            lock (gate)
            {
                ended = true;
            }
        }

        private TimeSpan Spent()
        {
            try
            {
                return process.TotalProcessorTime;
            }
            catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
            {
                return begun;
            }
        }

        // A process that waits for ever uses next to no time, but for what its runtime does in the background: it is stopped when two minutes of the clock were a second's work.
        private void Look()
        {
            long idle = Stopwatch.GetTimestamp();
            TimeSpan seen = TimeSpan.Zero;
            while (true)
            {
                Thread.Sleep(250);
                lock (gate)
                {
                    if (ended || process.HasExited)
                    {
                        return;
                    }

                    TimeSpan spent = Spent();
                    if (spent - seen > TimeSpan.FromSeconds(1))
                    {
                        (seen, idle) = (spent, Stopwatch.GetTimestamp());
                    }

                    if (spent - begun > limit || Stopwatch.GetElapsedTime(idle) > TimeSpan.FromMinutes(2))
                    {
                        Stopped = true;
                        process.Kill(entireProcessTree: true);
                        return;
                    }
                }
            }
        }
    }
}
