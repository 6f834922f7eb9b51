using ScoreSde.Tests.Support;

namespace ScoreSde.Tests;

/// <summary>What the README shows is what the repository holds: its code is compiled code.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_custom_sampler_in_the_readme_is_the_compiled_one()
    {
        string source = Repository.Read("samples/CustomSampler/MidpointInLambda.cs");
        string body = source[source.IndexOf("/// <summary>A sampler", StringComparison.Ordinal)..].Trim();

        Assert.Contains(body, Repository.Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_program_in_the_readme_is_a_compiled_one() =>
        Assert.Contains($"```csharp\n{Repository.Read("samples/FirstSteps/Program.cs").Trim()}\n```", Repository.Read("README.md"), StringComparison.Ordinal);

    [Fact]
    public void The_sample_that_compares_a_sampler_stands_in_the_document_and_has_fewer_than_twenty_lines()
    {
        string program = Repository.Read("samples/CompareMySampler/Program.cs").Trim();
        Assert.Contains($"```csharp\n{program}\n```", Repository.Read("docs/compare.md"), StringComparison.Ordinal);
        Assert.True(program.Split('\n').Length < 20);
    }
}
