namespace ScoreSde.Tests.Support;

/// <summary>Tests that change the working folder of the process, beside which no others run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WorkingFolder
{
    public const string Name = "working folder";
}
