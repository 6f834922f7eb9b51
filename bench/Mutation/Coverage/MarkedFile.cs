using Microsoft.CodeAnalysis.Text;

namespace ScoreSde.Mutation.Coverage;

/// <summary>What is known of a file whose code leaves marks.</summary>
/// <param name="Places">Its pieces and their marks.</param>
/// <param name="Private">Its fields that no other file sees.</param>
internal sealed record MarkedFile(IReadOnlyList<(TextSpan Place, int Mark)> Places, IReadOnlyList<TextSpan> Private);
