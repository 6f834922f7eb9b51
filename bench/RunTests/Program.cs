using System.Reflection;
using ScoreSde.RunTests;

// ScoreSde.RunTests FILE.dll [TEXT] [-TEXT]…: runs the tests of an assembly that stands beside this program, those whose full name has TEXT and
// none of the texts with a minus before them. A line for each test; ends with "N passed, N failed, N skipped" and 0, or 1 where one failed or none ran.
string[] unwanted = [.. args.Skip(1).Where(word => word.StartsWith('-')).Select(word => word[1..])];
string[] wanted = [.. args.Skip(1).Where(word => !word.StartsWith('-'))];
if (args.Length == 0 || wanted.Length > 1)
{
    Console.Error.WriteLine("Usage: ScoreSde.RunTests FILE.dll [TEXT] [-TEXT]…");
    return 2;
}

// In the assembly's own folder, so that what it needs is found there.
Assembly assembly = Assembly.LoadFrom(Path.GetFullPath(args[0]));
using var results = new ResultWriter(Console.Out);
TestAssembly.Run(assembly, Chosen, results);
Console.WriteLine($"{results.Passed} passed, {results.Failed} failed, {results.Skipped} skipped");
return results.Failed == 0 && results.Passed + results.Skipped > 0 ? 0 : 1;

bool Chosen(string name) =>
    wanted.All(text => name.Contains(text, StringComparison.Ordinal)) && !unwanted.Any(text => name.Contains(text, StringComparison.Ordinal));
