namespace ScoreSde.Tests;

/// <summary>What the README shows is what the repository holds: its code is compiled code.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_custom_sampler_in_the_readme_is_the_compiled_one()
    {
        string source = Read("samples/CustomSampler/MidpointInLambda.cs");
        string body = source[source.IndexOf("/// <summary>A sampler", StringComparison.Ordinal)..].Trim();

        Assert.Contains(body, Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_program_in_the_readme_is_a_compiled_one() =>
        Assert.Contains($"```csharp\n{Read("samples/FirstSteps/Program.cs").Trim()}\n```", Read("README.md"), StringComparison.Ordinal);

    private static string Read(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ScoreSde.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder!.FullName, path)).ReplaceLineEndings("\n");
    }
}
