using ScoreSde.Mutation;
using ScoreSde.Mutation.Reports;
using ScoreSde.Mutation.Testing;

// The host runs in the folder of the tests, where the compiler's assemblies are not: nothing below it may touch them.
switch (args)
{
    case ["host", string assembly, string target, string order, string coverage]:
        return TestHost.Run(assembly, target, order, coverage);
    case ["report", .. string[] files] when files.Length > 0:
        Console.Out.Write(ScoreTable.Of(files));
        return 0;
    case ["check", .. string[] lists] when lists.Length > 0:
        return Campaign.Check(lists);
    case ["run", .. string[] rest] when Options.Parse(rest) is { } options:
        return Campaign.Run(options);
    default:
        Console.Error.WriteLine(Options.Usage);
        return 2;
}
