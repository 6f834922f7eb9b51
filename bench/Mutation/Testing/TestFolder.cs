using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ScoreSde.Mutation.Testing;

/// <summary>A copy of a test project's build, in which the assembly under test is exchanged and the tests are run in a process of their own.</summary>
internal sealed class TestFolder
{
    private const string Host = "ScoreSde.Mutation.dll";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly string folder;
    private readonly string assembly;
    private readonly Dictionary<string, TimeSpan> usual = [];

    /// <param name="root">The repository.</param>
    /// <param name="project">The test project, built.</param>
    public TestFolder(string root, string project)
    {
        string built = Path.Combine(root, project, "bin", "Release", "net10.0");
        string runtime = Directory.GetFiles(built, "*.Tests.runtimeconfig.json").Single();
        assembly = Path.GetFileName(runtime).Replace(".runtimeconfig.json", string.Empty, StringComparison.Ordinal);

        // As deep below the root as the build itself: tests look for files from where they are.
        folder = Path.Combine(root, project, "bin", "Mutation", "net10.0");
        foreach (string file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, Host), Path.Combine(folder, Host), overwrite: true);
    }

    /// <summary>Where the tests look for a referenced assembly.</summary>
    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>Runs the tests until one fails, those whose namespace begins with <paramref name="near"/> first.</summary>
    /// <param name="near">A namespace.</param>
    /// <param name="learn">Whether this is the run without a slip, after whose times the others are judged.</param>
    public (Verdict Verdict, string Test) Run(string near, bool learn)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (string argument in new[] { "exec", "--depsfile", assembly + ".deps.json", "--runtimeconfig", assembly + ".runtimeconfig.json", Host, "host", assembly + ".dll", near })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000";
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var watch = new Watch(process, learn ? null : usual);
        (Verdict verdict, string test) = Read(process, watch, learn);
        process.WaitForExit();
        watch.End();
        return watch.Stopped ? (Verdict.Endless, watch.Test) : (verdict, test);
    }

    private (Verdict Verdict, string Test) Read(Process process, Watch watch, bool learn)
    {
        bool done = false;
        string? failed = null;
        while (process.StandardOutput.ReadLine() is string line)
        {
            string[] parts = line.Split(' ', 2);
            switch (parts[0])
            {
                case "start":
                    TimeSpan before = watch.Begin(parts[1], out string last);
                    if (learn && last.Length > 0)
                    {
                        usual[last] = before;
                    }

                    break;
                case "failed":
                    failed ??= parts[1];
                    break;
                case "done":
                    done = int.Parse(parts[1], CultureInfo.InvariantCulture) > 0;
                    break;
                default:
                    break;
            }
        }

        watch.Begin(string.Empty, out string final);
        return failed is not null ? (Verdict.Failed, failed) : done ? (Verdict.Survived, string.Empty) : (Verdict.Died, final);
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

        // A process that waits for ever uses no time: it is given a minute of the clock more.
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
                    if (spent - seen > TimeSpan.FromMilliseconds(50))
                    {
                        (seen, idle) = (spent, Stopwatch.GetTimestamp());
                    }

                    if (spent - begun > limit || Stopwatch.GetElapsedTime(idle) > TimeSpan.FromMinutes(1))
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
