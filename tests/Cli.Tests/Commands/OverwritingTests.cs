using System.CommandLine;
using ScoreSde.Cli;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Commands;
using ScoreSde.Cli.Output;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>No verb replaces what it reads, by whatever name it is called.</summary>
public sealed class OverwritingTests : IDisposable
{
    private readonly Folder folder = new();

    public OverwritingTests()
    {
        var values = new float[300];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Sin(i);
        }

        NpyWriter<float>.Save(folder["d.npy"], values, 2);
        File.WriteAllText(folder["g"], "1\n0.5\n0\n");
        File.WriteAllText(folder["b"], "0.01\n0.02\n0.5\n");
        ProgramRun.Done("train", "--data", folder["d.npy"], "--out", folder["m"], "--steps", "2", "--width", "8", "--depth", "0", "--batch", "8");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Networks", "features.onnx"), folder["features.onnx"]);
        File.CreateSymbolicLink(folder["link"], folder["d.npy"]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train --data {f}/d.npy --out {f}/d.npy", "--out would replace what --data reads")]
    [InlineData("train --data {f}/d.npy --out {f}/link", "--out would replace what --data reads")]
    [InlineData("train --data {f}/link --out {f}/d.npy", "--out would replace what --data reads")]
    [InlineData("train --data {f} --out {f}/d.npy", "--out would replace what --data reads")]
    [InlineData("train --resume {f}/m --data {f}/d.npy --out {f}/d.npy", "--out would replace what --data reads")]
    [InlineData("sample --model {f}/m --out {f}/m", "--out would replace what --model reads")]
    [InlineData("sample --model gaussian --grid {f}/g --steps 2 --out {f}/g", "--out would replace what --grid reads")]
    [InlineData("sample --model gaussian --schedule table:{f}/b --out {f}/../{n}/b", "--out would replace what --schedule reads")]
    [InlineData("compare --model {f}/m --json {f}/m", "--json would replace what --model reads")]
    [InlineData("compare --model mixture:{f}/b --json {f}/b", "--json would replace what --model reads")]
    [InlineData("sample --model data:{f}/d.npy,0.5 --out {f}/d.npy", "--out would replace what --model reads")]
    [InlineData("compare --model gaussian --features {f}/features.onnx --report {f}/features.onnx", "--report would replace what --features reads")]
    [InlineData("compare --model {f}/m --data {f}/d.npy --csv {f}/link", "--csv would replace what --data reads")]
    [InlineData("likelihood --model {f}/m --data {f}/d.npy --out {f}/d.npy", "--out would replace what --data reads")]
    [InlineData("likelihood --model {f}/m --data {f}/d.npy --json {f}/d.npy", "--json would replace what --data reads")]
    [InlineData("likelihood --model {f}/m --data {f}/d.npy --report {f}/d.npy", "--report would replace what --data reads")]
    [InlineData("restore --model {f}/m --data {f}/d.npy --task inpaint --report {f}/m", "--report would replace what --model reads")]
    [InlineData("restore --model {f}/m --data {f}/d.npy --task inpaint --out {f}", "--out would replace what --data reads")]
    [InlineData("restore --model {f}/m --data {f}/d.npy --task inpaint --ranks 5 --json {f}/m", "--json would replace what --model reads")]
    [InlineData("restore --model {f}/m --data {f}/d.npy --task inpaint --ranks 5 --csv {f}/d.npy", "--csv would replace what --data reads")]
    [InlineData("grid --model {f}/m --out {f}/m", "--out would replace what --model reads")]
    [InlineData("forward --model gaussian --schedule table:{f}/b --image {f}/b", "--image would replace what --schedule reads")]
    [InlineData("verify --schedule table:{f}/b --report {f}/b", "--report would replace what --schedule reads")]
    [InlineData("sample --model gaussian --out {f}/x --image {f}/../{n}/x", "--out and --image name the same file")]
    [InlineData("sample --model gaussian --image {f}/x --animate {f}/../{n}/x", "--image and --animate name the same file")]
    [InlineData("sample --model {f}/m --animate {f}/m", "--animate would replace what --model reads")]
    [InlineData("sample --model gaussian --schedule table:{f}/b --animate {f}/b", "--animate would replace what --schedule reads")]
    [InlineData("train --data {f}/d.npy --out {f}/x --figure {f}/d.npy", "--figure would replace what --data reads")]
    [InlineData("train --data {f}/d.npy --out {f}/x --figure {f}/../{n}/x", "--out and --figure name the same file")]
    [InlineData("train --resume {f}/m --out {f}/x --figure {f}/m", "--resume and --figure name the same file")]
    [InlineData("train --from {f}/m --out {f}/x --figure {f}/m", "--figure would replace what --from reads")]
    public void An_input_is_not_replaced(string line, string fragment)
    {
        string place = folder[""].TrimEnd('/');
        Dictionary<string, byte[]> before = folder.Files.ToDictionary(name => name, name => File.ReadAllBytes(folder[name]));
        ProgramRun run = ProgramRun.Of([.. line.Split(' ').Select(word => word.Replace("{f}", place, StringComparison.Ordinal).Replace("{n}", Path.GetFileName(place), StringComparison.Ordinal))]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Assert.Equal(before.Keys, folder.Files);
        Assert.All(before, pair => Assert.Equal(pair.Value, File.ReadAllBytes(folder[pair.Key])));
        Sentences.Check(run.Error);
    }

    [Fact]
    public void A_hard_link_is_the_same_file()
    {
        if (OperatingSystem.IsLinux())
        {
            using var ln = System.Diagnostics.Process.Start("ln", [folder["d.npy"], folder["hard"]]);
            ln.WaitForExit();
            Assert.Contains("--out would replace what --data reads", ProgramRun.Of("train", "--data", folder["d.npy"], "--out", folder["hard"]).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_option_that_names_a_file_is_known_as_one_that_reads_or_writes()
    {
        Option[] files =
        [
            .. Root.Build(new Terminal(TextWriter.Null, TextWriter.Null)).Subcommands.SelectMany(verb => verb.Options)
                .Where(option => option.HelpName?.Contains("FILE", StringComparison.Ordinal) == true || option.HelpName?.Contains("FOLDER", StringComparison.Ordinal) == true),
        ];
        Assert.NotEmpty(files);
        Assert.All(files, option => Assert.True(
            FileWords.Outputs.Contains(option.Name) || option.Name is "--data" or "--labels" or "--model" or "--guide" or "--grid" or "--features" or "--from" or "--resume" or "--update", $"{option.Name} {option.HelpName}"));
    }
}
