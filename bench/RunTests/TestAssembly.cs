using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ScoreSde.RunTests;

/// <summary>Finds the tests of an assembly and runs them, by the part of xunit that stands beside the tests themselves.</summary>
internal static class TestAssembly
{
    /// <summary>Runs the tests whose full name is chosen; returns when the last has ended.</summary>
    public static void Run(Assembly assembly, Predicate<string> chosen, ResultWriter results)
    {
        using var framework = new XunitTestFramework(new Xunit.Sdk.NullMessageSink());
        using var found = new FoundTests();
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        discoverer.Find(includeSourceInformation: false, found, new PlainOptions());
        found.Wait();
        using ITestFrameworkExecutor executor = framework.GetExecutor(assembly.GetName());
        executor.RunTests(found.Cases.Where(test => chosen($"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}")), results, new PlainOptions());
        results.Wait();
    }
}
