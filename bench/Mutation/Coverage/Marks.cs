namespace ScoreSde.Mutation.Coverage;

/// <summary>The type that is added to the project under test to keep the marks.</summary>
internal static class Marks
{
    public const string Type = "ScoreSdeMutationMarks";
    public const string Field = "Seen";

    public static string Source(int count) => $"internal static class {Type} {{ public static readonly byte[] {Field} = new byte[{count}]; }}";
}
