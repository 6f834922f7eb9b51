using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ScoreSde.Mutation.Testing;

/// <summary>
/// The child process: runs the tests of an assembly one after the other, those whose namespace begins with the one given first, and stops at the
/// first that fails. Says on the standard output what it does: <c>start NAME</c>, <c>failed NAME</c>, <c>done COUNT</c>.
/// </summary>
internal sealed class TestHost : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim finished = new();
    private readonly List<ITestCase> found = [];
    private bool failed;
    private int count;

    /// <returns>0 if all tests pass, 1 if one fails.</returns>
    public static int Run(string assembly, string near)
    {
        using var sink = new TestHost();
        return sink.RunAll(AssemblyName.GetAssemblyName(assembly), near) ? 0 : 1;
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage discovered:
                found.Add(discovered.TestCase);
                break;
            case ITestStarting starting:
                Say("start", starting.Test.DisplayName);
                break;
            case ITestFailed failure:
                Say("failed", failure.Test.DisplayName);
                Console.Error.WriteLine(failure.Messages.FirstOrDefault());
                failed = true;
                break;
            case IErrorMessage error:
                Say("failed", error.ExceptionTypes.FirstOrDefault() ?? "error");
                failed = true;
                break;
            case ITestFinished:
                count++;
                break;
            case IDiscoveryCompleteMessage or ITestAssemblyFinished:
                finished.Set();
                break;
        }

        return !failed;
    }

    public void Dispose() => finished.Dispose();

    private static void Say(string word, string name)
    {
        Console.Out.WriteLine($"{word} {name.ReplaceLineEndings(" ")}");
        Console.Out.Flush();
    }

    private bool RunAll(AssemblyName assembly, string near)
    {
        using var framework = new XunitTestFramework(this);
        var options = new PlainOptions();
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(new ReflectionAssemblyInfo(Assembly.Load(assembly)));
        discoverer.Find(includeSourceInformation: false, this, options);
        finished.Wait();
        ILookup<bool, ITestCase> cases = found.ToLookup(test => test.TestMethod.TestClass.Class.Name.StartsWith(near, StringComparison.Ordinal));
        using ITestFrameworkExecutor executor = framework.GetExecutor(assembly);
        foreach (IEnumerable<ITestCase> part in new[] { cases[true], cases[false] })
        {
            finished.Reset();
            if (!failed && part.Any())
            {
                executor.RunTests(part, this, options);
                finished.Wait();
            }
        }

        Say("done", count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return !failed;
    }
}
