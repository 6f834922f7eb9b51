using System.Globalization;
using System.Reflection;
using ScoreSde.Mutation.Coverage;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ScoreSde.Mutation.Testing;

/// <summary>
/// The child process: runs the tests of an assembly one after the other, in the order that a file states, and stops at the first that fails. Says on the
/// standard output what it does: <c>start ID NAME</c>, <c>failed ID NAME</c>, <c>skipped ID NAME</c>, <c>done - COUNT</c>.
/// </summary>
internal sealed class TestHost : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim finished = new();
    private readonly List<ITestCase> found = [];
    private readonly StreamWriter? coverage;
    private readonly byte[] marks = [];
    private readonly DirectoryInfo? started;
    private bool failed;
    private int count;
    private string between = string.Empty;

    private TestHost(string target, string coverage)
    {
        if (coverage.Length > 0)
        {
            this.coverage = new StreamWriter(coverage);
            Type? type = Assembly.Load(AssemblyName.GetAssemblyName(target)).GetType(Marks.Type, throwOnError: true);
            marks = (byte[])type!.GetField(Marks.Field)!.GetValue(null)!;
            started = Directory.CreateTempSubdirectory("marks-");
            Environment.SetEnvironmentVariable(Marks.Variable, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:{started.FullName}"));
        }
    }

    /// <param name="assembly">The tests' file.</param>
    /// <param name="target">The file of the project under test.</param>
    /// <param name="order">A file with the ids of the tests to run, a line each, in parts that an empty line divides; or a text after a colon, which their names contain.</param>
    /// <param name="coverage">The file to write which test runs what; or nothing.</param>
    /// <returns>0 if all tests pass, 1 if one fails.</returns>
    public static int Run(string assembly, string target, string order, string coverage)
    {
        using var sink = new TestHost(target, coverage);
        return sink.RunAll(AssemblyName.GetAssemblyName(assembly), order) ? 0 : 1;
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage discovered:
                found.Add(discovered.TestCase);
                break;
            case ITestClassStarting:
                between = string.Empty;
                break;
            case ITestStarting starting:
                // What was run since the last test, the making of what a class shares, is of each test of the class.
                between += Harvest();
                Say("start", starting.TestCase.UniqueID, starting.Test.DisplayName);
                break;
            case ITestFailed failure:
                Say("failed", failure.TestCase.UniqueID, failure.Test.DisplayName);
                Console.Error.WriteLine(failure.Messages.FirstOrDefault());
                failed = true;
                break;
            case ITestSkipped skipped:
                Say("skipped", skipped.TestCase.UniqueID, skipped.Test.DisplayName);
                break;
            case IErrorMessage error:
                Say("failed", "-", error.ExceptionTypes.FirstOrDefault() ?? "error");
                failed = true;
                break;
            case ITestFinished test:
                count++;
                coverage?.WriteLine($"{test.TestCase.UniqueID}{between}{Harvest()}");
                break;
            case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                finished.Set();
                break;
        }

        return !failed;
    }

    public void Dispose()
    {
        coverage?.Dispose();
        started?.Delete(recursive: true);
        finished.Dispose();
    }

    private static void Say(string word, string id, string name)
    {
        Console.Out.WriteLine($"{word} {id} {name.ReplaceLineEndings(" ")}");
        Console.Out.Flush();
    }

    // The marks that were left since the last call, here and in programs that were started.
    private string Harvest()
    {
        if (coverage is null)
        {
            return string.Empty;
        }

        var text = new System.Text.StringBuilder();
        for (int i = 0; i < marks.Length; i++)
        {
            if (marks[i] != 0)
            {
                text.Append(' ').Append(i);
                marks[i] = 0;
            }
        }

        foreach (FileInfo file in started!.EnumerateFiles())
        {
            text.Append(' ').Append(File.ReadAllText(file.FullName));
            file.Delete();
        }

        return text.ToString();
    }

    private bool RunAll(AssemblyName assembly, string order)
    {
        using var framework = new XunitTestFramework(this);
        var options = new PlainOptions();
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(new ReflectionAssemblyInfo(Assembly.Load(assembly)));
        discoverer.Find(includeSourceInformation: false, this, options);
        finished.Wait();
        Harvest();
        using ITestFrameworkExecutor executor = framework.GetExecutor(assembly);
        foreach (ITestCase[] part in Parts(order))
        {
            finished.Reset();
            if (!failed && part.Length > 0)
            {
                executor.RunTests(part, this, options);
                finished.Wait();
            }
        }

        Say("done", "-", count.ToString(CultureInfo.InvariantCulture));
        return !failed;
    }

    private List<ITestCase[]> Parts(string order)
    {
        if (order.StartsWith(':'))
        {
            return [[.. found.Where(test => test.DisplayName.Contains(order[1..], StringComparison.Ordinal))]];
        }

        ILookup<string, ITestCase> byId = found.ToLookup(test => test.UniqueID);
        List<ITestCase[]> parts = [];
        List<ITestCase> part = [];
        foreach (string id in File.ReadLines(order).Append(string.Empty))
        {
            part.AddRange(byId[id]);
            if (id.Length == 0)
            {
                parts.Add([.. part]);
                part.Clear();
            }
        }

        return parts;
    }
}
